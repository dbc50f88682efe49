"""TPMAP extracts of topic 1: made from villages up, so that every level adds up to the one above."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from cdd_analysis.areas import district_codes, subdistrict_codes
from cdd_analysis.datasets.poverty import INDICATORS
from cdd_analysis.sample.seeds import chance
from cdd_analysis.sample.situations import FULL_PROVINCE
from cdd_analysis.sample.truth import Part, Plant

YEARS = (2563, 2564)
#: The province with the most target poor; the first user's comes second (as a national page of 2565 had it).
_POOREST = "34"
_RATE = {_POOREST: 0.042, FULL_PROVINCE: 0.046}
_MOST_POOR = 32_000
_DIMENSION_MIX = {"health": 0.26, "living": 0.21, "education": 0.24, "income": 0.44, "access": 0.02}
_DIMENSION_INDICATORS = {
    "health": (1, 4, 5, 7),
    "living": (8, 9, 10, 11),
    "education": (15, 16, 17, 19),
    "income": (20, 21, 22),
    "access": (27, 28),
}
#: Part of all persons an indicator is asked of, where it is not everybody.
_BASE = {
    1: 0.02,
    2: 0.01,
    3: 0.4,
    6: 0.96,
    15: 0.05,
    16: 0.12,
    17: 0.35,
    18: 0.01,
    19: 0.002,
    20: 0.6,
    21: 0.25,
    23: 0.48,
}
_FAIL = {4: 0.02, 5: 0.03, 7: 0.04, 11: 0.01, 16: 0.008, 17: 0.004, 20: 0.05, 22: 0.03}
_COMMON = (
    "household.CNT",
    "HOUSEMEMBER_CNT",
    "MOF_REG_CNT",
    "MOF_VAL_CNT",
    "ELDERLY_CNT",
    "DISABLED_CNT",
    "CHRONICPATIENT_CNT",
)
_FIELD = "poor.JPT.MOFval."
_POOR = ("poor.household.CNT", "poor.JPT.CNT", "poor.JPT.MOFreg.CNT", "poor.JPT.MOFval.CNT")
_RATE_FIELD = "JPT.MOFval.pov.rate"
_ID = {"province": "province_ID", "amphur": "amphur_ID", "tambol": "tumbol_ID", "village": "village_ID"}
_LEVEL = {
    "country": "national",
    "province": "province",
    "amphur": "district",
    "tambol": "subdistrict",
    "village": "village",
}
_MASKS = {"00010": "income", "10000": "health"}


@dataclass(frozen=True)
class Counts:
    """Counts of villages of one province in one year.

    Attributes:
        ids: ten digits each, in order.
        common: village x survey counts (``_COMMON``, then 31 bases, then 31 failures).
        happiness: mean score of each village.
        poor: village x (4 headline counts, 5 dimensions, 31 indicators).
    """

    ids: tuple[str, ...]
    common: np.ndarray
    happiness: np.ndarray
    poor: np.ndarray


def village_ids(seed: int, province: str) -> tuple[str, ...]:
    """Ten-digit village ids of a province; some districts have a municipality-like subdistrict id as well."""
    dice = chance(seed, province, "tpmap villages")
    found = []
    for district in district_codes(province):
        towns = [f"{district}{51 + k}" for k in range(dice.choice(3, p=(0.45, 0.45, 0.1)))]
        for area in (*subdistrict_codes(district), *towns):
            # A village that lies in two local bodies is listed in two parts.
            parts = np.where(dice.random(3 + int(dice.poisson(8.2))) < 0.02, 2, 1).tolist()
            found += [f"{area}{moo:02d}{k:02d}" for moo, many in enumerate(parts, 1) for k in range(1, many + 1)]
    return tuple(found)


def province_counts(seed: int, province: str) -> dict[int, Counts]:
    """Both years of a province; the later one is a little larger and a little less poor."""
    dice = chance(seed, province, "tpmap counts")
    ids = village_ids(seed, province)
    n = len(ids)
    usual = 126 * dice.lognormal(0, 0.12)
    if province in _RATE:
        usual = 132.0
    households = np.maximum(12, np.round(dice.lognormal(np.log(usual), 0.5, n)))
    size = dice.normal(2.83, 0.12, n)
    rate = _RATE.get(province, min(0.0245 * dice.lognormal(0, 0.35), _MOST_POOR / (households.sum() * 2.83)))
    poverty = np.minimum(0.4, rate * dice.gamma(1.3, 1 / 1.3, n))
    score = np.clip(dice.normal(8.2, 0.5, n), 5, 10)
    return {
        year: _year(dice, ids, np.round(households * growth), size, poverty * easing, score)
        for year, growth, easing in ((2563, 0.995, 1.06), (2564, 1.0, 1.0))
    }


def _year(
    dice: np.random.Generator,
    ids: tuple[str, ...],
    households: np.ndarray,
    size: np.ndarray,
    poverty: np.ndarray,
    score: np.ndarray,
) -> Counts:
    members = np.round(households * size)
    registered = np.round(members * np.clip(0.22 + 2 * poverty, 0, 0.8))
    counts = [
        households,
        members,
        registered,
        np.round(registered * 0.8),
        members * 0.19,
        members * 0.014,
        members * 0.022,
    ]
    asked = np.array([_BASE.get(i, 1.0) for i in INDICATORS])
    failing = np.array([_FAIL.get(i, 0.001) for i in INDICATORS])
    bases = np.round(members[:, None] * asked)
    fails = np.minimum(bases, dice.poisson(bases * failing * (0.3 + 25 * poverty[:, None])))
    common = np.column_stack([*(np.round(count) for count in counts), bases, fails])
    return Counts(ids, common, score, _poor(dice, members, households, poverty))


def _poor(dice: np.random.Generator, members: np.ndarray, households: np.ndarray, poverty: np.ndarray) -> np.ndarray:
    """Headline counts, dimensions, indicators. A person may fail several dimensions, a target person at least one."""
    target = np.minimum(members, dice.poisson(members * poverty))
    registered = np.minimum(members, target + np.round(target * 0.3))
    poor = np.minimum(members, registered + np.round(target * 1.1))
    homes = np.minimum(households, np.ceil(poor / 2.4))
    dims = {key: dice.binomial(target.astype(np.int64), share) for key, share in _DIMENSION_MIX.items()}
    dims["income"] = dims["income"] + np.maximum(0, target - sum(dims.values()))
    indicators = np.round(target[:, None] * np.full(len(INDICATORS), 0.02))
    for key, numbers in _DIMENSION_INDICATORS.items():
        for number in numbers:
            indicators[:, number - 1] = np.round(dims[key] * 0.35)
        indicators[:, numbers[-1] - 1] = dims[key]
    return np.column_stack([homes, poor, registered, target, *dims.values(), indicators])


def _sum_by(counts: Counts, length: int) -> Counts:
    """Add villages up to ids of a shorter length; the happiness score is weighted by members."""
    areas = np.array([code[:length] for code in counts.ids])
    keys, starts = np.unique(areas, return_index=True)
    weighted = np.add.reduceat(counts.happiness * counts.common[:, 1], starts)
    common = np.add.reduceat(counts.common, starts)
    return Counts(tuple(keys.tolist()), common, weighted / common[:, 1], np.add.reduceat(counts.poor, starts))


def _join(many: Sequence[Counts]) -> Counts:
    return Counts(
        tuple(code for counts in many for code in counts.ids),
        np.vstack([counts.common for counts in many]),
        np.concatenate([counts.happiness for counts in many]),
        np.vstack([counts.poor for counts in many]),
    )


def write_national(folder: Path, counts: Mapping[str, Mapping[int, Counts]]) -> Part:
    """Write the country and province files of both years for all provinces."""
    part = Part()
    for year in YEARS:
        provinces = _join([_sum_by(years[year], 2) for years in counts.values()])
        country = _sum_by(provinces, 0)
        for level, one in (("country", country), ("province", provinces)):
            stem = f"{year % 100}_{level}"
            part.files.append(_write(folder / f"{stem}_common.csv", level, _common_frame(one), one.ids))
            part.files.append(_write(folder / f"{stem}_11111.csv", level, _poor_frame(one), one.ids))
            part.add("poverty_areas", _truth(level, year, one, with_poor=True))
    return part


def write_province(folder: Path, province: str, years: Mapping[int, Counts]) -> Part:
    """Write a province's district, subdistrict and village files, two of them of a single dimension."""
    part = Part()
    for year, villages in years.items():
        stem = f"{year % 100}_{province}"
        for level, length in (("amphur", 4), ("tambol", 6), ("village", 10)):
            one = _sum_by(villages, length)
            part.files.append(
                _write(folder / f"{stem}_{level}_common.csv", level, _common_frame(one), one.ids, province)
            )
            if level != "village":
                path = folder / f"{stem}_{level}_11111.csv"
                part.files.append(_write(path, level, _poor_frame(one), one.ids, province))
            part.add("poverty_areas", _truth(level, year, one, with_poor=level != "village"))
        district = _sum_by(villages, 4)
        for mask, dimension in _MASKS.items():
            frame = _mask_frame(district, dimension)
            part.files.append(_write(folder / f"{stem}_amphur_{mask}.csv", "amphur", frame, district.ids, province))
    return part


def _common_frame(counts: Counts) -> pd.DataFrame:
    frame = pd.DataFrame(
        counts.common.astype(np.int64),
        columns=[*_COMMON, *(f"indicator{i}.ALL" for i in INDICATORS), *(f"indicator{i}.CNT" for i in INDICATORS)],
    )
    frame.insert(len(_COMMON), "happiness", counts.happiness)
    return frame


def _poor_frame(counts: Counts) -> pd.DataFrame:
    dims = [f"{_FIELD}{'accessibility' if key == 'access' else key}" for key in _DIMENSION_MIX]
    frame = pd.DataFrame(
        counts.poor.astype(np.int64), columns=[*_POOR, *dims, *(f"{_FIELD}ind{i}.CNT" for i in INDICATORS)]
    )
    frame.insert(len(_POOR) + len(dims), _RATE_FIELD, 100 * counts.poor[:, 3] / counts.common[:, 1])
    return frame


def _mask_frame(counts: Counts, dimension: str) -> pd.DataFrame:
    """The file of one dimension: only its column is filled, headline counts are of it alone."""
    frame = _poor_frame(counts)
    target = frame[f"{_FIELD}{dimension}"].copy()
    part = target / frame[_POOR[3]].where(frame[_POOR[3]] > 0, 1)
    others = [f"{_FIELD}{'accessibility' if key == 'access' else key}" for key in _DIMENSION_MIX if key != dimension]
    frame[others] = 0
    for column in (*_POOR[:3], *(f"{_FIELD}ind{i}.CNT" for i in INDICATORS)):
        frame[column] = np.floor(frame[column] * part).astype(np.int64)
    frame[_POOR[3]] = target
    frame[_RATE_FIELD] = 100 * target / counts.common[:, 1]
    return frame


def _write(path: Path, level: str, frame: pd.DataFrame, ids: Sequence[str], province: str = "") -> Path:
    """Headings and text quoted; ids of districts and provinces are numbers, longer ones text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if level in _ID:
        frame.insert(0, _ID[level], list(ids) if level in ("tambol", "village") else [int(code) for code in ids])
    if province:
        frame["province_ID"] = province
    frame.to_csv(path, index=False, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n", encoding="ascii")
    return path


def _truth(level: str, year: int, counts: Counts, *, with_poor: bool) -> pd.DataFrame:
    number = [f"{i:02d}" for i in INDICATORS]
    frame = pd.DataFrame(
        counts.common,
        columns=[
            "hh_surveyed",
            "persons_surveyed",
            "persons_registered",
            "persons_registered_valid",
            "elderly",
            "disabled",
            "chronic_patients",
            *(f"ind_{i}_base" for i in number),
            *(f"ind_{i}_fail" for i in number),
        ],
    ).assign(happiness_score=counts.happiness)
    poor = pd.DataFrame(
        counts.poor,
        columns=[
            "hh_poor_bmn",
            "persons_poor_bmn",
            "persons_poor_registered",
            "persons_target_poor",
            *(f"target_{key}" for key in _DIMENSION_MIX),
            *(f"ind_{i}" for i in number),
        ],
    ).assign(target_poor_rate_pct=100 * counts.poor[:, 3] / counts.common[:, 1])
    areas = {"area_level": _LEVEL[level], "area_id": list(counts.ids), "bmn_year": year, **_codes(level, counts.ids)}
    return pd.concat([pd.DataFrame(areas), frame, poor if with_poor else poor * np.nan], axis=1)


def _codes(level: str, ids: Sequence[str]) -> dict[str, list]:
    depth = ("country", "province", "amphur", "tambol", "village").index(level)
    names = ("province_code", "district_code", "subdistrict_code", "village_code")
    codes: dict[str, list] = {
        column: [code[: 2 * k] if k <= depth else None for code in ids] for k, column in enumerate(names, 1)
    }
    return codes | {"is_municipality": [depth >= 3 and code[4] >= "5" for code in ids]}


def write_village_names(folder: Path, seed: int, province: str) -> Part:
    """A list of village codes and names; one id in it is damaged."""
    part = Part()
    dice = chance(seed, province, "village names")
    codes = sorted({code[:8] for code in village_ids(seed, province)})
    first, second = (
        ("หนองกอน", "ควนมุน", "ท่าเทย", "ไสวิน", "นาพิล", "เขาชาด", "คลองลออ"),
        ("", "ใต้", "เหนือ", "ใน", "นอก", "ใหม่"),
    )
    names = [f"{first[a]}{second[b]}" for a, b in dice.integers(0, (len(first), len(second)), (len(codes), 2))]
    part.add(
        "village_names",
        pd.DataFrame(
            {
                "area_level": "village",
                "province_code": province,
                "district_code": [code[:4] for code in codes],
                "subdistrict_code": [code[:6] for code in codes],
                "village_code": codes,
                "village_name": names,
            }
        ),
    )
    path = folder / f"bmn63.village_name_{province}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [f'"{code}","{label}"' for code, label in zip([*codes, "?????"], [*names, "บ้านไม่ทราบรหัส"], strict=True)]
    path.write_text("\n".join(['"village_ID","village_name"', *rows, ""]), encoding="utf-8")
    part.files.append(path)
    text = "รหัสหมู่บ้าน “?????” ในรายชื่อหมู่บ้านใช้ไม่ได้ ต้องแยกไว้ให้ตรวจสอบ"
    part.plants.append(Plant("damaged_id", province, text, files=(path.name,)))
    return part
