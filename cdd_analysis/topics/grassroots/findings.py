"""What the meeting should talk about, with the groups by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import pandas as pd

from cdd_analysis.measures.arithmetic import total
from cdd_analysis.measures.result import Finding, Status
from cdd_analysis.measures.scorecard import Scorecard
from cdd_analysis.measures.status import is_missing, worst
from cdd_analysis.measures.words import called, count, said
from cdd_analysis.settings import setting
from cdd_analysis.topics.grassroots.facts import Facts


def names(rows: pd.DataFrame) -> str:
    """Groups by name, as many as a sentence bears."""
    most = int(setting("grassroots.names_per_finding"))
    listed = rows["group_name"].fillna("รหัส " + rows["group_id"].astype(str)).tolist()
    more = f" และอีก {len(listed) - most} กลุ่ม" if len(listed) > most else ""
    return ", ".join(listed[:most]) + more


def findings(facts: Facts, board: Scorecard) -> Iterator[Finding]:
    """Groups that are helped and need it not, that need help and get none, whose case is stuck or never passed on."""
    own = facts.groups
    over = _lit(board, "T4.6", Status.RED, Status.YELLOW)
    missed = _lit(board, "T4.5", Status.RED)
    yield from _told(
        board, "over_served", own[own["over"].eq(1) & own["area"].isin(over)], _over_sentence(board),
        "เหตุใด{area}จึงยังหนุนเสริมกลุ่มที่พึ่งตนเองได้ และจะย้ายไปหนุนกลุ่มใด", over,
    )  # fmt: skip
    yield from _told(
        board, "missed_groups", own[own["missed"].eq(1) & own["area"].isin(missed)], _missed_sentence(board),
        "{area}ส่งต่อกลุ่มเหล่านี้ให้ใครแล้วหรือไม่ และจะเริ่มหนุนเสริมเมื่อใด", missed,
    )  # fmt: skip
    yield from _told(
        board, "referral_stuck", own[own["stuck"].eq(1)],
        lambda rows: f"ส่งต่อกลุ่มแล้วเกิน {setting('grassroots.stuck_days')} วันแต่ยังไม่มีผู้รับเรื่อง {len(rows)} กลุ่ม "
        f"นานที่สุด {count(rows['stuck_days'].max())} วัน ได้แก่ {names(rows)}",
        "เรื่องของ{area}ค้างอยู่ที่ใคร และจะรับเรื่องได้วันใด", _lit(board, "T4.7-stuck", Status.RED, Status.YELLOW),
    )  # fmt: skip
    waiting = own[~own["district_code"].isin(own.loc[own["reached_referred"].eq(1), "district_code"])]
    yield from _told(
        board, "no_referral", waiting,
        lambda rows: f"ยังไม่ได้ค้นหาและส่งต่อกลุ่มใด{_districts(board, rows)} มีกลุ่มในทะเบียน {len(rows)} กลุ่ม "
        f"ต้องการหนุนเสริมจริง {count(rows['needy'].sum())} กลุ่ม",
        "{area}จะค้นหาและส่งต่อกลุ่มที่ศักยภาพไม่พอให้บริษัทประชารัฐฯ เมื่อใด", _lit(board, "T4.8", Status.RED, Status.YELLOW),
    )  # fmt: skip
    yield from _told(
        board, "need_unknown", own[own["unknown"].eq(1) & own["impossible"].eq(0)],
        lambda rows: f"มีกลุ่มที่ประเมินศักยภาพไม่ครบ 5 ด้าน {len(rows)} กลุ่ม จึงบอกไม่ได้ว่าต้องการหนุนเสริมจริงหรือไม่",
        "{area}จะประเมินให้ครบได้เมื่อใด",
    )  # fmt: skip
    given = facts.support
    lost = given[given["area"].isin(own["area"]) & ~given["group_id"].isin(own["group_id"])]
    yield from _told(
        board, "support_unlisted", lost.drop_duplicates("group_id"),
        lambda rows: f"มีการหนุนเสริมกลุ่มที่ไม่อยู่ในทะเบียนของปี {len(rows)} กลุ่ม ได้แก่ {names(rows)} จึงไม่นับในตัวชี้วัดใด",
        "กลุ่มเหล่านี้อยู่ในทะเบียนด้วยรหัสอื่น หรือตกจากทะเบียน",
    )  # fmt: skip


def _lit(board: Scorecard, identity: str, *wanted: Status) -> dict[str, Status]:
    """Areas below whose light of an indicator is one of ``wanted``."""
    lights = {area: board.light(board[identity], area)[0] for area in board.below}
    return {area: light for area, light in lights.items() if light in wanted}


def _told(
    board: Scorecard,
    rule: str,
    rows: pd.DataFrame,
    sentence: Callable[[pd.DataFrame], str],
    question: str,
    lights: Mapping[str, Status] = MappingProxyType({}),
) -> Iterator[Finding]:
    """A finding for each area with such groups, those with the most first; of many areas the rest in one sentence.

    Args:
        lights: what it does to the light of each area; one that is not there is not coloured by it.
    """
    by_area = {str(area): part for area, part in rows.groupby("area", sort=True)}
    ordered = sorted(by_area, key=lambda area: -len(by_area[area]))
    most = int(setting("shared.areas_per_finding"))
    for area in ordered[:most]:
        part = by_area[area].sort_values(["district_code", "group_id"], kind="stable")
        asked = question.format(area=called(area))
        light = lights.get(area, Status.GRAY)
        yield board.finding(rule, area, light, sentence(part), asked, float(len(part)), "กลุ่ม")
    rest = ordered[most:]
    if rest:
        left = sum(len(by_area[area]) for area in rest)
        listed = " ".join(called(area).strip() for area in rest)
        label = board.view.scope.child_label
        said_so = f"ยังพบเรื่องเดียวกันอีก {len(rest)} {label} รวม {left} กลุ่ม: {listed}"
        light = worst(lights.get(area, Status.GRAY) for area in rest)
        yield board.finding(rule, board.area, light, said_so, f"{label}เหล่านี้จะดำเนินการอย่างไร", float(left), "กลุ่ม")


def _districts(board: Scorecard, rows: pd.DataFrame) -> str:
    """Which districts it is, where the areas below are larger ones."""
    if board.view.scope.level == "province":
        return ""
    listed = " ".join(called(code).strip() for code in rows["district_code"].dropna().unique())
    return f"ในพื้นที่ {listed}"


def _over_sentence(board: Scorecard) -> Callable[[pd.DataFrame], str]:
    def sentence(rows: pd.DataFrame) -> str:
        again = int(rows["again"].sum())
        value, baht = _share(board, "T4.6", rows), total(rows["support_baht"])
        money = "" if is_missing(baht) else f" มูลค่า {said(baht, 'บาท')}"
        twice = f" และ {again} กลุ่มได้รับการหนุนเสริมในปีก่อนด้วย" if again else ""
        return f"หนุนเสริมกลุ่มที่พึ่งตนเองได้แล้ว {len(rows)} กลุ่ม {value}{money} ได้แก่ {names(rows)}{twice}"

    return sentence


def _missed_sentence(board: Scorecard) -> Callable[[pd.DataFrame], str]:
    def sentence(rows: pd.DataFrame) -> str:
        value = _share(board, "T4.5", rows)
        return f"มีกลุ่มที่ต้องการหนุนเสริมจริงแต่ยังไม่มีใครหนุนเสริม {len(rows)} กลุ่ม {value} ได้แก่ {names(rows)}"

    return sentence


def _share(board: Scorecard, identity: str, rows: pd.DataFrame) -> str:
    """An indicator of the rows' area: figure, base, how it stands to its line, last year's."""
    area, one = str(rows["area"].iat[0]), board[identity]
    row, before = board.row(area), one.value(board.row(area, board.before))
    last = "" if is_missing(before) else f" ปีก่อนช่วงเดียวกัน{said(before, one.unit)}"
    return f"{said(one.value(row), one.unit)} ({one.base(row)}) {board.light(one, area)[1]}{last}"
