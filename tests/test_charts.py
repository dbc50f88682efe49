"""Every chart form draws, in Thai, the same each time, with the numbers behind it; its texts stand clear."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from itertools import combinations, pairwise

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from cdd_analysis import charts
from cdd_analysis.charts import data, forms, ticks
from cdd_analysis.charts.style import COLOURS, DARK, house
from cdd_analysis.charts.texts import widest, width, wrapped
from cdd_analysis.measures.result import Exhibit

MONTHS = pd.date_range("2021-10-01", periods=4, freq="MS")


def exhibit(form: str, frame: pd.DataFrame, x: str, y: str, **more: object) -> Exhibit:
    return Exhibit(f"the-{form}", form, "ชื่อ", "หน่วย", frame, x, y, alt="คำบรรยาย <ก>", **more)  # type: ignore[arg-type]


def line() -> Exhibit:
    frame = pd.DataFrame({"month": [*MONTHS, *MONTHS], "baht": [1e6, 2e6, 3e6, None, 2e6, 3e6, 4e6, 5e6]})
    frame["series"] = ["ปี 2565"] * 4 + ["แผน"] * 4
    return exhibit("line", frame, "month", "baht", series="series", unit="ล้านบาท", scale=1e6, emphasis="ปี 2565")


def bars() -> Exhibit:
    frame = pd.DataFrame({"district_code": ["8001", "8003", "8012"], "pct": [112.5, 41.0, None]})
    frame["status"] = ["green", "red", "gray"]
    return exhibit("bars", frame, "pct", "district_code", unit="ร้อยละ", reference=(100.0, "แผน = 100"))


def stacked() -> Exhibit:
    frame = pd.DataFrame(
        {"kind": ["อาหาร", "อาหาร", "ผ้า", "ผ้า"], "channel": ["ออนไลน์", "หน้าร้าน"] * 2, "baht": [3.0, 4, 5, 7]}
    )
    return exhibit("stacked", frame, "baht", "kind", series="channel", unit="บาท")


def columns() -> Exhibit:
    return replace(line(), name="the-columns", form="columns", reference=(4.0, "เป้าหมาย"))


def heatmap() -> Exhibit:
    frame = pd.DataFrame(
        {"area": ["8001", "8001", "8003", "8003"], "field": ["ราคา", "รูป"] * 2, "value": [10.0, 90.0, 55.0, None]}
    )
    return exhibit("heatmap", frame, "field", "area", series="value", unit="ร้อยละ")


def histogram() -> Exhibit:
    return exhibit(
        "histogram", pd.DataFrame({"age": [1.0, 5, 20, 21, 95, None]}), "age", "", unit="วัน", reference=(90.0, "90 วัน")
    )


def dots() -> Exhibit:
    frame = pd.DataFrame({"area": ["8001", "8003"], "before": [1200.0, 1500], "x2": [2100.0, 1400]})
    return exhibit("dots", frame, "before", "area", unit="บาท")


MADE: dict[str, Callable[[], Exhibit]] = {
    one.__name__: one for one in (line, bars, stacked, columns, heatmap, histogram, dots)
}


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


Corners = list[tuple[float, float]]


def places(svg: str) -> list[tuple[str, Corners]]:
    """Each text of a chart with the corners of its ink, measured by matplotlib in the font itself."""
    return [(unescape(text), _corners(tag, unescape(text))) for tag, text in re.findall(r"<text([^>]*)>([^<]*)", svg)]


def _corners(tag: str, text: str) -> Corners:
    style = dict(part.split(": ") for part in re.search(r'style="([^"]*)"', tag)[1].split("; "))
    size, weight = float(style.get("font-size", "12.5px").removesuffix("px")), int(style.get("font-weight", 400))
    family = ["Sarabun", "DejaVu Sans"] if weight == 400 else ["Sarabun"]
    font = FontProperties(family=family, size=size, weight=weight)
    wide, high, below = text_to_path.get_text_width_height_descent(text, font, False)
    x, y = (float(re.search(rf' {name}="([^"]*)"', tag)[1]) for name in "xy")
    left = -{"start": 0, "middle": 0.5, "end": 1}[style["text-anchor"]] * wide
    turned = re.search(r"rotate\((\S+)", tag)
    angle = math.radians(float(turned[1])) if turned else 0
    ends = [(left, below - high), (left + wide, below - high), (left + wide, below), (left, below)]
    cos, sin = math.cos(angle), math.sin(angle)
    return [(x + along * cos - down * sin, y + along * sin + down * cos) for along, down in ends]


def touch(one: Corners, other: Corners) -> bool:
    """Whether two boxes, however turned, lie on each other by more than a hair: no line parts them."""
    for box in (one, other):
        for (x1, y1), (x2, y2) in pairwise(box):
            ahead = [[(y2 - y1) * x - (x2 - x1) * y for x, y in corners] for corners in (one, other)]
            hair = 0.3 * math.hypot(x2 - x1, y2 - y1)
            if max(ahead[0]) <= min(ahead[1]) + hair or max(ahead[1]) <= min(ahead[0]) + hair:
                return False
    return True


def crowded(svg: str) -> list[str]:
    """What is wrong with the places of a chart's texts: those that leave the picture, those that touch another."""
    found, (wide, high) = places(svg), map(float, re.search(r'viewBox="0 0 (\S+) ([^"]+)"', svg).groups())
    out = [text for text, box in found if not all(0 <= x <= wide and 0 <= y <= high for x, y in box)]
    pairs = [f"{a} / {b}" for (a, one), (b, other) in combinations(found, 2) if touch(one, other)]
    return out + pairs


def test_every_form_has_an_example() -> None:
    assert set(MADE) == set(charts.FORMS)


@pytest.mark.parametrize("form", MADE)
def test_a_form_draws_text_as_text_in_the_page_s_font_and_colours(form: str) -> None:
    svg = charts.draw(MADE[form]()).svg
    assert svg.startswith('<svg class="chart" role="img" aria-label="คำบรรยาย &lt;ก&gt;" viewBox="0 0 420 ')
    assert svg.endswith("</svg>")
    assert "<text" in svg
    assert "Sarabun" in svg
    assert "var(--" in svg
    assert not re.search(r"(fill|stroke): #", svg)
    assert "http" not in svg
    assert "<style" not in svg


@pytest.mark.parametrize("form", MADE)
def test_a_chart_is_the_same_each_time_and_its_ids_are_its_own(form: str) -> None:
    first, second = charts.draw(MADE[form]()), charts.draw(MADE[form]())
    assert first == second
    ids = re.findall(r'\bid="([^"]+)"', first.svg)
    assert len(ids) == len(set(ids))
    assert all(name.startswith(f"the-{form}-") for name in ids)
    assert set(re.findall(r'(?:url\(|href=")#([^)"]+)', first.svg)) == set(ids)


@pytest.mark.parametrize("form", MADE)
def test_drawing_leaves_matplotlib_s_settings_alone(form: str) -> None:
    before = dict(mpl.rcParams)
    charts.draw(MADE[form]())
    assert dict(mpl.rcParams) == before


def test_areas_are_named_statuses_signed_and_missing_is_a_dash() -> None:
    drawn = charts.draw(bars())
    said = texts(drawn.svg)
    assert {"เมืองนครศรีธรรมราช", "ลานสกา", "✓", "!", "…", "112.5", "–", "แผน = 100"} <= set(said)
    assert drawn.statuses == ("green", "red", "gray")


def test_the_numbers_behind_a_chart_are_printed_and_whole() -> None:
    numbers = charts.numbers(line())
    assert numbers.headings == ("รายการ", "ปี 2565 (ล้านบาท)", "แผน (ล้านบาท)")
    assert numbers.rows[0] == ("ต.ค. 2564", "1", "2")
    assert numbers.rows[3][1] == "–"
    assert numbers.values[1] == ("พ.ย. 2564", 2.0, 3.0)


def test_the_key_tells_lines_from_plans() -> None:
    assert [(key.text, key.mark) for key in charts.draw(line()).key] == [("ปี 2565", "line"), ("แผน", "dash")]
    assert charts.draw(bars()).key == ()


def test_the_emphasised_line_says_its_last_value() -> None:
    assert "3" in texts(charts.draw(line()).svg)
    with house():
        axes = charts.FORMS["line"](line()).axes[0]
    widths = [drawn.get_linewidth() for drawn in axes.lines]
    assert widths[0] > widths[1]


def test_a_heat_map_prints_its_figures_where_they_fit_and_no_zero_for_missing() -> None:
    said = texts(charts.draw(heatmap()).svg)
    assert {"10", "90", "55"} <= set(said)
    assert "nan" not in said
    wide = heatmap().frame.merge(pd.DataFrame({"n": range(8)}), how="cross")
    wide["field"] += wide["n"].astype(str)
    assert "90" not in texts(charts.draw(replace(heatmap(), frame=wide)).svg)


def test_the_key_of_a_heat_map_says_a_single_value_and_else_the_range_of_a_shade() -> None:
    few = replace(heatmap(), frame=heatmap().frame.assign(value=[0.0, 1.0, 2.0, None]))
    assert [key.text for key in charts.draw(few).key] == ["0", "1", "2"]
    frame = pd.DataFrame(
        {"area": ["8001", "8003"] * 2, "field": ["ก", "ก", "ข", "ข"], "value": [60.0, 64.0, 98.6, 100.0]}
    )
    assert [key.text for key in charts.draw(replace(heatmap(), frame=frame)).key] == ["60–70", "98.6", "100"]


def test_a_heat_map_of_one_row_has_room_for_slanted_names() -> None:
    names = ["ขจัดความยากจน", "โคก หนอง นา", "OTOP", "เศรษฐกิจฐานรากและประชารัฐ", "กข.คจ.", "กองทุนพัฒนาบทบาทสตรี", "ผ้าไทย"]
    frame = pd.DataFrame({"area": "8001", "field": names, "value": [1.0] * len(names)})
    svg = charts.draw(replace(heatmap(), frame=frame)).svg
    assert set(names) - {"เศรษฐกิจฐานรากและประชารัฐ"} <= set(texts(svg))
    assert crowded(svg) == []


def test_a_heat_map_of_one_region_is_not_squeezed_flat() -> None:
    names = ["ส่วนราชการ", "อปท.", "โรงเรียน", "รัฐวิสาหกิจ", "เอกชน"]
    frame = pd.DataFrame({"area": "region-5", "field": names, "value": [98.5] * 5})
    svg = charts.draw(replace(heatmap(), frame=frame)).svg
    assert "98.5" in texts(svg)
    assert crowded(svg) == []


def test_the_row_of_an_office_among_areas_stands_in_its_own_words() -> None:
    office = replace(heatmap(), frame=heatmap().frame.replace({"8003": "สพจ.นครศรีธรรมราช"}))
    assert list(data.grid(office).index) == ["เมืองนครศรีธรรมราช", "สพจ.นครศรีธรรมราช"]


def test_heat_edges_are_round_and_hold_every_value() -> None:
    edges = forms.heat_edges(pd.DataFrame([[3.0, 97.0]]))
    assert edges == [0, 20, 40, 60, 80, 100, 120]
    assert len(forms.heat_edges(pd.DataFrame([[5.0, 5.0]]))) == 7
    assert forms.heat_edges(pd.DataFrame([[None, None]], dtype="float64"))[0] == 0


def test_a_histogram_counts_every_value_once_between_round_edges() -> None:
    edges, counts = data.bins(histogram())
    assert sum(counts) == 5
    assert edges[0] <= 1
    assert edges[-1] >= 95
    assert all(float(edge).is_integer() for edge in edges)


def test_shares_that_make_a_whole_print_no_sum() -> None:
    frame = pd.DataFrame({"kind": ["ก", "ก"], "channel": ["ข", "ค"], "pct": [40.0, 60.0]})
    whole = exhibit("stacked", frame, "pct", "kind", series="channel", unit="ร้อยละ")
    assert "100" not in texts(charts.draw(whole).svg)
    assert "12" in texts(charts.draw(stacked()).svg)


def test_many_rows_are_cut_and_said() -> None:
    frame = pd.DataFrame({"name": [f"รายการ {n}" for n in range(50)], "v": range(50)})
    many = exhibit("bars", frame, "v", "name")
    assert charts.draw(many).left_out == 10
    assert len(charts.numbers(many).rows) == 50


@pytest.mark.parametrize("form", MADE)
def test_nothing_to_draw_is_known_beforehand(form: str) -> None:
    made = MADE[form]()
    assert not charts.is_empty(made)
    assert charts.is_empty(replace(made, frame=made.frame.iloc[:0]))


def test_only_missing_values_are_nothing_to_draw() -> None:
    assert charts.is_empty(replace(bars(), frame=bars().frame.assign(pct=float("nan"))))


def test_long_names_are_broken_at_spaces_and_never_inside_marks() -> None:
    assert wrapped("ของใช้ ของตกแต่ง และของที่ระลึก") == "ของใช้ ของตกแต่ง\nและของที่ระลึก"
    cut = wrapped("ก" * 25 + "ที่นี้" * 3)
    assert cut.endswith("…")
    assert cut[-2] not in "เแโใไ"


def test_periods_are_thinned_and_names_are_all_printed() -> None:
    months = ticks.names_under([f"เดือน {n}" for n in range(40)], 0, 40)
    assert len(months.texts) < 40
    assert (months.texts[-1], months.places[-1], months.angle) == ("เดือน 39", 39, 0)
    kinds = ticks.names_under([f"หมวดที่ยาวมาก{c}" for c in "กขคงจฉ"], 0, 6)
    assert len(kinds.texts) == 6
    assert kinds.angle == 35


def test_bars_over_the_reference_keep_their_value_readable() -> None:
    svg = charts.draw(bars()).svg  # later is over: the reference line, a ground of paper, the value
    assert svg.index("stroke-dasharray") < svg.index('style="fill: var(--paper)"') < svg.index(">112.5<")


LONG = ["ประจวบคีรีขันธ์", "ป้อมปราบศัตรูพ่าย", "เมืองนครศรีธรรมราช", "ของใช้ ของตกแต่ง และของที่ระลึก", "น้ำปั้นฎีกา"]


def ranked(form: str, rows: int, low: float, high: float, **more: object) -> Exhibit:
    """A horizontal chart of so many rows between two values."""
    frame = pd.DataFrame({"name": [f"{LONG[n % 5]} {n // 5}".removesuffix(" 0") for n in range(rows)]})
    frame["v"] = [high - (high - low) * n / max(1, rows - 1) for n in range(rows)]
    frame["x2"], frame["part"] = frame["v"] * 1.2 + 1, "ก"
    return exhibit(form, frame, "v", "name", series="part" if form == "stacked" else "", **more)


def over_time(form: str, values: list[float | None], **more: object) -> Exhibit:
    """A chart over the months of a year: this year's values and last year's."""
    months = [*pd.date_range("2021-10-01", periods=12, freq="MS")] * 2
    frame = pd.DataFrame({"month": months, "v": [*values, *[None] * (12 - len(values)), *range(12)], "year": "ปีก่อน"})
    frame.loc[:11, "year"] = "ปีนี้"
    return exhibit(form, frame, "month", "v", series="year", emphasis="ปีนี้", **more)


def shaded(rows: int, columns: list[str], high: float = 100) -> Exhibit:
    """A heat map of so many rows and these columns, some cells without a value."""
    cells = [(LONG[r % 5] + str(r), column, r * high / 32 if (r + c) % 7 else None)
             for r in range(rows) for c, column in enumerate(columns)]  # fmt: skip
    return exhibit("heatmap", pd.DataFrame(cells, columns=["area", "field", "value"]), "field", "area", series="value")


ROWS = (1, 6, 23, 32)
CROWDED = {
    **{f"{form} of {rows}": ranked(form, rows, 0, 1e7) for form in ("bars", "stacked", "dots") for rows in ROWS},
    "bars below zero": ranked("bars", 23, -4.1e6, 2.5e6),
    "bars all below zero": ranked("bars", 6, -1234567.5, -1),
    "bars with a far reference": ranked("bars", 6, 0, 3, reference=(98.5, "เกณฑ์ร้อยละ 98.5 ของเป้าหมายทั้งปีงบประมาณ")),
    "bars with a near reference": ranked("bars", 6, 50, 90, reference=(1.0, "เกณฑ์ร้อยละ 1 ของเป้าหมายทั้งปีงบประมาณ")),
    "line that rises": over_time("line", [1, 5, 90, 900.5], reference=(800.0, "เป้าหมาย 800")),
    "line at its top from the start": over_time("line", [100.0], reference=(101.0, "ไม่เกิน 101"), unit="ร้อยละ"),
    "line at the reference": over_time("line", [9.0, 10.0], reference=(9.8, "เป้าหมายไม่เกินร้อยละ 9.8")),
    "line that ends at nothing": over_time("line", [*range(11, -1, -1)]),
    "columns with a reference": over_time("columns", [1, -2.5, 3], reference=(11.5, "เป้าหมาย")),
    "heat map of 1": shaded(1, LONG),
    "heat map of 23": shaded(23, ["ราคา", "รูป", "ผู้ผลิต", "ช่องทาง"]),
    "heat map of 32, large": shaded(32, [*LONG, "ก", "ข"], 1e6),
    "heat map of many columns": shaded(6, [f"{name}{letter}" for letter in "กขค" for name in LONG[:4]]),
    "heat map of months": shaded(6, [f"{m} 2565" for m in ("ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.")]),
    "histogram with a near reference": replace(histogram(), reference=(1.0, "1 วัน")),
    "histogram of large values": replace(histogram(), scale=1e-6),
}  # fmt: skip


@pytest.mark.parametrize("made", [*(make() for make in MADE.values()), *CROWDED.values()], ids=[*MADE, *CROWDED])
def test_texts_stand_in_the_picture_and_clear_of_each_other(made: Exhibit) -> None:
    assert crowded(charts.draw(made).svg) == []


@pytest.mark.parametrize("name", [*LONG, "1,234.5", "−12 %", "✓"])
def test_a_text_is_as_wide_as_the_font_draws_it(name: str) -> None:
    font = FontProperties(family=["Sarabun", "DejaVu Sans"], size=12.5)
    assert width(name) == pytest.approx(text_to_path.get_text_width_height_descent(name, font, False)[0], abs=1.5)
    assert widest(["ก", name, f"ก\n{name}"]) == width(name)


@pytest.mark.parametrize("form", MADE)
def test_a_figure_is_shown_whole_in_a_notebook(form: str) -> None:
    figure, drawn = charts.figure(MADE[form]()), io.BytesIO()
    figure.savefig(drawn, format="png", bbox_inches="tight", dpi=144)
    box = figure.get_tightbbox()
    wide, high = figure.get_size_inches()
    assert 0.8 * wide < box.width <= wide
    assert 0.8 * high < box.height <= high
    assert box.x0 >= 0
    assert box.y0 >= 0


def test_light_and_dark_name_the_same_colours_each_once() -> None:
    assert set(DARK) == set(COLOURS)
    assert len(set(COLOURS.values())) == len(COLOURS)
