"""Every chart form draws, in Thai, the same each time, with the numbers behind it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import matplotlib as mpl
import pandas as pd
import pytest

from cdd_analysis import charts
from cdd_analysis.charts import data, forms, layout
from cdd_analysis.charts.style import COLOURS, DARK, house
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
    said = texts(charts.draw(replace(heatmap(), frame=frame)).svg)  # a picture without room warns, and a warning fails
    assert set(names) - {"เศรษฐกิจฐานรากและประชารัฐ"} <= set(said)


def test_a_heat_map_of_one_region_is_not_squeezed_flat() -> None:
    names = ["ส่วนราชการ", "อปท.", "โรงเรียน", "รัฐวิสาหกิจ", "เอกชน"]
    frame = pd.DataFrame({"area": "region-5", "field": names, "value": [98.5] * 5})
    assert "98.5" in texts(charts.draw(replace(heatmap(), frame=frame)).svg)  # without room it warns, which fails


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
    assert layout.wrapped("ของใช้ ของตกแต่ง และของที่ระลึก") == "ของใช้ ของตกแต่ง\nและของที่ระลึก"
    cut = layout.wrapped("ก" * 25 + "ที่นี้" * 3)
    assert cut.endswith("…")
    assert cut[-2] not in "เแโใไ"


def test_periods_are_thinned_and_names_are_all_printed() -> None:
    with house():
        axes = layout.new_figure(100).subplots()
        layout.spaced_ticks(axes, [f"เดือน {n}" for n in range(40)])
        assert len(axes.get_xticks()) < 40
        assert axes.get_xticklabels()[-1].get_text() == "เดือน 39"
        layout.spaced_ticks(axes, [f"หมวดที่ยาวมาก{c}" for c in "กขคงจฉ"])
        assert len(axes.get_xticks()) == 6
        assert axes.get_xticklabels()[0].get_rotation() == 35


def test_bars_over_the_reference_keep_their_value_readable() -> None:
    with house():
        axes = charts.FORMS["bars"](bars()).axes[0]
        value = next(text for text in axes.texts if text.get_text() == "112.5")
        assert value.get_bbox_patch() is not None
        assert value.get_zorder() > max(drawn.get_zorder() for drawn in axes.lines)


def test_light_and_dark_name_the_same_colours_each_once() -> None:
    assert set(DARK) == set(COLOURS)
    assert len(set(COLOURS.values())) == len(COLOURS)
