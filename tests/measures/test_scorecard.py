"""The scorecard: figures, lights, company, findings and the district table, on an account small enough to read."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from cdd_analysis.areas import scope
from cdd_analysis.measures import ladder
from cdd_analysis.measures.parted import parted
from cdd_analysis.measures.result import Finding, Shown, Status, View
from cdd_analysis.measures.scorecard import Doubt, Indicator, Light, Scorecard, ranked, sent

VIEW = View(scope("80"), 2565, date(2022, 1, 12))
DONE = Indicator(
    "T2.1", "แปลงแล้วเสร็จ", "ร้อยละ", "done", "aim", counted="แปลง", table="plots", light=Light(is_pace=True, most=100),
    rule="behind", question="{area}ติดขัดอะไร ({value} {base})",
)  # fmt: skip
LATE = Indicator(
    "T6.2", "หนี้เกินกำหนด", "ร้อยละ", "overdue", "debt", counted="บาท", table="women_fund_monthly",
    light=Light("otop.reporting", is_lower_better=True), rule="late",
)  # fmt: skip
OWNED = Indicator("T5.4", "เงินทุน", "บาท", "fund")
MIDDLE = Indicator("T2.8", "รายได้มัธยฐาน", "บาท", "income", adds=False)


def rows() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "province_code": ["80", "80", "80", "84"],
            "district_code": ["8001", "8001", "8002", "8401"],
            "done": [1.0, 2.0, 1.0, 9.0],
            "aim": [4.0, 6.0, 10.0, 10.0],
            "fund": [5e6, 1e6, 2e6, 1e6],
        }
    )


def card(**more: object) -> Scorecard:
    account = ladder.sums(rows(), ["done", "aim", "fund"])
    before = account.assign(done=account["done"] * 2)
    whole = Scorecard(VIEW, "กลุ่มงานส่งเสริม", (DONE, LATE, OWNED, MIDDLE), account, before, period="ณ 12 ม.ค. 2565")
    return replace(whole, **more)


def test_rows_climb_to_every_area_they_lie_in() -> None:
    done = ladder.sums(rows(), ["done"])["done"]
    assert done.to_dict() == {"80": 4, "8001": 3, "8002": 1, "84": 9, "8401": 9, "national": 13, "region-5": 13}


def test_a_row_without_a_district_counts_in_its_province() -> None:
    lost = rows().assign(district_code=[None, "8001", "8002", "8401"])
    assert ladder.sums(lost, ["done"])["done"][["8001", "80"]].tolist() == [2, 4]


def test_a_figure_nowhere_told_is_missing_and_not_zero() -> None:
    silent = rows().assign(done=[math.nan, math.nan, 1.0, 9.0])
    assert math.isnan(ladder.sums(silent, ["done"]).at["8001", "done"])


def test_a_median_is_of_the_rows_and_not_of_medians() -> None:
    assert ladder.medians(rows(), ["aim"])["aim"][["8001", "80"]].tolist() == [5, 6]


def test_a_rate_is_the_ratio_of_sums() -> None:
    one = card().measure(DONE)
    assert (one.value, one.base, one.n, one.previous) == (20.0, "4 จาก 20 แปลง ณ 12 ม.ค. 2565", 20, 40.0)
    assert one.target == pytest.approx(104 / 365 * 100)


def test_region_and_country_are_told_only_where_they_are_whole() -> None:
    one = card().measure(DONE)
    assert (one.region, one.country, one.rank) == (None, None, (2, 2))
    everywhere = pd.concat([rows(), rows().iloc[:3].assign(province_code=["86", "90", "93"], district_code=None)])
    whole = card(account=ladder.sums(everywhere, ["done", "aim", "fund"])).measure(DONE)
    assert whole.region == pytest.approx(17 / 50 * 100)


def test_pace_gives_three_lights_and_an_impossible_share_is_in_doubt() -> None:
    lights = {area: card().light(DONE, area)[0] for area in ("8001", "8002")}
    assert lights == {"8001": Status.GREEN, "8002": Status.RED}  # 30 and 10 per cent on the 104th day: 28.5
    over = card(account=ladder.sums(rows().assign(done=11.0), ["done", "aim"]))
    assert over.light(DONE, "8002") == (Status.CHECK, "เกินร้อยละ 100.0 ซึ่งเป็นไปไม่ได้")


def test_a_zero_denominator_and_a_missing_input_are_gray_and_say_so() -> None:
    nothing = card(account=ladder.sums(rows().assign(aim=0.0), ["done", "aim"]))
    one, other = nothing.measure(DONE), nothing.measure(LATE)
    assert (one.value, one.status, one.awaited, one.reason) == (None, Status.GRAY, "", "ตัวหารเป็นศูนย์")
    assert (other.value, other.status, other.awaited) == (None, Status.GRAY, "women_fund_monthly")
    assert nothing.status is Status.GRAY


def test_what_is_absent_is_said_in_words_and_not_as_zero_per_cent() -> None:
    centres = replace(DONE, absent="ยังไม่มีศูนย์เรียนรู้", light=Light("shared.coverage"))
    account = ladder.sums(rows().assign(done=[0.0, 0.0, 1.0, 9.0]), ["done", "aim"])
    found = card(indicators=(centres,), account=account)
    assert found.area_light("8001") == (Status.RED, "ยังไม่มีศูนย์เรียนรู้")
    assert found.area_light("8002")[1].startswith("แปลงแล้วเสร็จ ร้อยละ 10.0")


def test_a_doubt_beats_every_other_light() -> None:
    doubt = Doubt(
        "money_ahead", "8001", "เบิกจ่ายร้อยละ 90 แต่แล้วเสร็จร้อยละ 30", "เงินนำหน้างานเพราะเหตุใด", weight=9e5, unit="บาท"
    )
    doubtful = card(doubts=(doubt,))
    assert doubtful.area_light("8001") == (Status.CHECK, "เบิกจ่ายร้อยละ 90 แต่แล้วเสร็จร้อยละ 30")
    assert doubtful.area_light("8002")[0] is Status.RED
    assert doubtful.findings()[0].rule == "money_ahead"


def test_red_areas_are_found_with_figure_line_last_year_and_question() -> None:
    (found,) = card().findings()
    assert (found.rule, found.area, found.status, found.owner) == ("behind", "8002", Status.RED, "พัฒนาการอำเภอพรหมคีรี")
    assert found.sentence == (
        "อำเภอพรหมคีรี: แปลงแล้วเสร็จ ร้อยละ 10.0 (1 จาก 10 แปลง) ต่ำกว่าจังหวะที่ควรเป็น ร้อยละ 28.5 ปีก่อนร้อยละ 20.0"
    )
    assert found.question == "อำเภอพรหมคีรีติดขัดอะไร (ร้อยละ 10.0 1 จาก 10 แปลง)"


def test_the_silent_are_named_while_they_are_few_and_listed_once_when_many() -> None:
    few = card(silent={"8003": "ทะเบียนแปลง"}).findings()
    assert [one.area for one in few if one.rule == "no_report"] == ["8003"]
    many = card(silent=dict.fromkeys(("8003", "8004", "8005", "8006"), "ทะเบียนแปลง")).findings()
    (one,) = (one for one in many if one.rule == "no_report")
    assert (one.area, one.status) == ("80", Status.GRAY) and "4 จาก 23" in one.sentence and "ลานสกา" in one.sentence
    differ = {area: f"รายงาน {area}" for area in ("8003", "8004", "8005", "8006")}
    (one,) = (one for one in card(silent=differ).findings() if one.rule == "no_report")
    assert "ที่ยังไม่ส่งรายงาน 8003 หรือรายงานอื่น:" in one.sentence


def test_the_district_table_puts_the_urgent_first_and_makes_its_total_again() -> None:
    shown = (
        Shown("done", "แล้วเสร็จ", "count", "แปลง"),
        Shown("T2.1", "ร้อยละแล้วเสร็จ", "pct", "ร้อยละ"),
        Shown("T6.2", "หนี้", "pct"),
    )
    table = card(silent={"8003": "ทะเบียนแปลง"}).ranking(shown, "แปลง", by="done")
    assert table is not None
    assert table.frame["area"].head(2).tolist() == ["8002", "8003"]
    assert table.frame["status"].head(2).tolist() == ["red", "gray"]
    assert (table.total["done"], table.total["T2.1"]) == (4, 20.0)
    assert [one.column for one in table.shown] == ["area", "done", "T2.1", "status", "reason"]
    assert "ยังไม่มีข้อมูลของ: หนี้" in table.note
    assert len(table.frame) == 23


def test_a_median_is_not_added_up_in_the_total() -> None:
    account = card().account.join(ladder.medians(rows().assign(income=[1.0, 3.0, 8.0, 9.0]), ["income"]))
    table = card(account=account).ranking((Shown("T2.8", "มัธยฐาน", "baht"),), "รายได้")
    assert table is not None and table.total["T2.8"] == 3.0


def test_without_any_figure_there_is_no_table_and_no_bars() -> None:
    empty = card(account=pd.DataFrame(columns=["done", "aim"], dtype="float64"))
    assert empty.ranking((Shown("done", "แล้วเสร็จ", "count"),), "แปลง") is None
    assert empty.bars("T2.1") is None
    assert [one.status for one in empty.measures()] == [Status.GRAY] * 4


def test_bars_carry_the_lights_and_say_how_many_are_behind() -> None:
    bars = card().bars("T2.1")
    assert bars is not None
    assert bars.frame.to_dict("list") == {"area": ["8002", "8001"], "value": [10.0, 30.0], "status": ["red", "green"]}
    assert bars.title == "แปลงแล้วเสร็จ: 1 จาก 2 อำเภอยังไม่ถึงเกณฑ์ อันดับแรกคืออำเภอพรหมคีรี ร้อยละ 10.0"


def test_findings_weigh_people_against_money_and_stand_once() -> None:
    def of(rule: str, weight: float, unit: str, status: Status = Status.RED) -> Finding:
        return Finding(rule, "8001", status, rule, "ผู้รับผิดชอบ", "", weight, unit)

    found = ranked(
        [
            of("ten persons", 10, "คน"),
            of("a million", 1e6, "บาท"),
            of("yellow", 1e9, "บาท", Status.YELLOW),
            of("a million", 1e6, "บาท"),
        ]
    )
    assert [one.rule for one in found] == ["a million", "ten persons", "yellow"]


def test_who_sent_what_lists_the_owing_first() -> None:
    table = sent(VIEW, pd.DataFrame({"ต.ค. 2564": [True], "พ.ย. 2564": [False]}, index=["8001"]), "รายงาน")
    assert table.title == "รายงาน ส่งครบ 0 จาก 23 อำเภอ"
    assert table.frame.iloc[-1].tolist() == ["8001", "รายงานแล้ว", "ยังไม่ส่ง"]


def test_a_rate_of_agreement_below_its_least_is_check() -> None:
    equal = Indicator("T5.11", "ยอดตรงกัน", "ร้อยละ", "done", "aim", light=Light(least=20))
    one = card(indicators=(equal,))
    assert one.light(equal, "80") == (Status.GREEN, "เท่ากับเกณฑ์")
    assert one.light(equal, "8002") == (Status.CHECK, "ต่ำกว่าเกณฑ์ ร้อยละ 20.0")
    assert one.measure(equal).target == 20


def test_rows_of_a_scope_and_of_the_areas_below_it_keep_their_order() -> None:
    told = rows().assign(district_code=["8001", None, "8002", "8401"])
    assert parted(told).within(scope("80"))["done"].tolist() == [1, 2, 1]
    assert parted(told).within(scope("region-5"))["done"].tolist() == [1, 2, 1, 9]
    assert parted(told).within(scope("10")).empty
    assert ladder.below(told, scope("80"))["area"].tolist() == ["8001", "8002"]
    assert ladder.below(told, scope("region-5"))["area"].tolist() == ["80", "80", "80", "84"]
    assert set(ladder.below(told, scope("national"))["area"]) == {"region-5"}


def test_the_account_of_an_area_is_plain_and_empty_where_nothing_is_known() -> None:
    one = card()
    assert one.row("8001") == {"done": 3, "aim": 10, "fund": 6e6}
    assert one.row("8001", one.before)["done"] == 6
    assert one.row("8003") == {}
    assert math.isnan(one.value("T2.1", "8003"))
