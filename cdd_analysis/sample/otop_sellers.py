"""What each producer and product sold: parts of the district's sales, this year to date and a year before."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.random import Generator

from cdd_analysis.areas import name
from cdd_analysis.sample.otop_figures import MONTHS, THIS_YEAR, Sales
from cdd_analysis.sample.seeds import chance
from cdd_analysis.sample.truth import Plant

#: Part of the district's sales that producers of both years told of, and those who are new or have stopped.
_LIKE, _OTHERS = 0.88, 0.05
#: The like of a district whose sales grew by new producers alone: they sell so much of what they would have.
_FALLEN = 0.6
#: What the largest sells of its district where one is planted, and how many must sell for it to mean anything.
_LARGEST, _LEAST = 0.68, 6
SOLD = ("sales_baht", "sales_last_year_baht", "sales_mean_baht")


def sold_by_producers(
    seed: int, province: str, producers: pd.DataFrame, sales: Sales, planted: Mapping[str, str]
) -> tuple[pd.DataFrame, list[Plant]]:
    """The producers with ``SOLD`` and what is planted among them; closed ones and some others told nothing."""
    found, plants = [], []
    kinds = {planted[kind]: kind for kind in ("one_producer", "growth_not_alike") if kind in planted}
    for district, own in producers.groupby("district_code", sort=True):
        dice = chance(seed, str(district), "otop sellers")
        kind = kinds.get(str(district), "")
        now, before = _of_district(
            sales, str(district), sent=len(THIS_YEAR) - (planted.get("missing_month") == district)
        )
        told = _told(dice, own, now, before, kind)
        found.append(told)
        if kind and told["sales_baht"].count() >= _LEAST:
            plants.append(_plant(kind, str(district), told))
    return producers.join(pd.concat(found)), plants


def _of_district(sales: Sales, district: str, *, sent: int) -> tuple[float, float]:
    """Sales of the months sent this year, and of the same months last year."""
    cells = sales.of(district).sum(axis=(1, 2))
    first = MONTHS.index(THIS_YEAR[0])
    return float(cells[first : first + sent].sum()), float(cells[:sent].sum())


def _told(dice: Generator, own: pd.DataFrame, now: float, before: float, kind: str) -> pd.DataFrame:
    """``SOLD`` of one district's producers."""
    works = (own["producer_status"] == "active").to_numpy()
    order = dice.permutation(np.flatnonzero(works))
    others = max(len(order) // 20, 3 if kind == "growth_not_alike" else 0) if len(order) >= _LEAST else 0
    new, gone, like = order[:others], order[others : 2 * others], order[2 * others :]
    silent = dice.random(len(like)) < (0.08 if len(like) >= _LEAST else 0)
    like = like[~silent]
    part = _parts(dice, len(like), kind == "one_producer")
    part_now = part * dice.lognormal(0, 0.12, len(like))
    like_now, new_now = (_LIKE * _FALLEN, _LIKE * (1 - _FALLEN)) if kind == "growth_not_alike" else (_LIKE, _OTHERS)
    told = np.full((len(own), len(SOLD)), np.nan)
    told[like, 0] = like_now * now * dice.uniform(0.985, 1.015) * part_now / part_now.sum()
    told[like, 1] = _LIKE * before * part
    told[new, 0] = new_now * now * _parts(dice, len(new), is_led=False)
    told[gone, 1] = _OTHERS * before * _parts(dice, len(gone), is_led=False)
    old = like[(own["registered_year"] <= 2561).to_numpy()[like]]
    told[old, 2] = told[old, 1] * dice.uniform(0.92, 1.0, len(old))
    return pd.DataFrame(np.floor(told), own.index, list(SOLD))


def _parts(dice: Generator, count: int, is_led: bool) -> np.ndarray:
    """Parts of a whole that are unlike each other; one leads them where asked for."""
    parts = dice.lognormal(0, 0.4, count)
    if is_led and count:
        parts[0] = parts[1:].sum() * _LARGEST / (1 - _LARGEST)
    return parts / max(parts.sum(), 1e-9)


def _plant(kind: str, district: str, told: pd.DataFrame) -> Plant:
    both = told.dropna(subset=["sales_baht", "sales_last_year_baht"])
    like_now, like_before = float(both["sales_baht"].sum()), float(both["sales_last_year_baht"].sum())
    whole, largest = float(told["sales_baht"].sum()), float(told["sales_baht"].max())
    if kind == "one_producer":
        text = f"อำเภอ{name(district)}มีผู้ผลิตรายเดียวจำหน่ายร้อยละ {largest / whole * 100:.1f} ของยอดที่ผู้ผลิตแจ้ง"
        return Plant(kind, district, text, None, {"largest_baht": largest, "told_baht": whole})
    text = f"อำเภอ{name(district)}มียอดจำหน่ายไม่ลดลงเพราะมีผู้ผลิตรายใหม่ ส่วนผู้ผลิตชุดเดิมจำหน่ายลดลงมาก"
    return Plant(kind, district, text, None, {"like_now_baht": like_now, "like_before_baht": like_before})


def sold_by_products(seed: int, province: str, products: pd.DataFrame, producers: pd.DataFrame) -> pd.DataFrame:
    """The products with ``sales_baht``: what their producer sold that year, divided among them; some told nothing."""
    dice = chance(seed, province, "otop products sold")
    weight = dice.lognormal(0, 0.6, len(products)) * (dice.random(len(products)) < 0.9)
    by = [products["fiscal_year"], products["producer_id"]]
    part = pd.Series(weight, products.index) / pd.Series(weight, products.index).groupby(by).transform("sum")
    of_year = {2565: "sales_baht", 2564: "sales_last_year_baht"}
    known = producers.set_index("producer_id")
    whole = pd.concat(
        [known[column].reindex(rows["producer_id"]).set_axis(rows.index)
         for year, column in of_year.items()
         for rows in (products[products["fiscal_year"] == year],)]
    )  # fmt: skip
    return products.assign(sales_baht=np.floor(whole.reindex(products.index) * part.where(part > 0)))
