"""The lists that households stand in, told apart by ``list_source``, and how far TPMAP's and the house file's agree."""

from __future__ import annotations

import pandas as pd

HOUSE_FILE, TPMAP, SURVEY = "house_file", "tpmap", "survey"


def of_list(rows: pd.DataFrame, source: str) -> pd.DataFrame:
    """Rows of one list; a row that does not say is of the house file."""
    return rows[rows["list_source"].fillna(HOUSE_FILE).eq(source).astype(bool)]


def agreement(rows: pd.DataFrame, area: pd.Series, areas: tuple[str, ...]) -> pd.DataFrame:
    """How many households of each area stand in which list.

    Args:
        rows: households of one fiscal year, of every list.
        area: the area of each row; a household that the house file knows lies where that says.
        areas: a row for each of them; zero where nothing was sent.

    Returns:
        ``in_tpmap`` and ``in_survey``; ``listed_both`` and ``listed_either`` of the house file and TPMAP;
        ``listed_known``, 1 where the area is in both.
    """
    placed = rows.assign(area=area)[["house_id", "area", "list_source"]]
    lists = {one: of_list(placed, one) for one in (HOUSE_FILE, TPMAP, SURVEY)}
    once = pd.concat(lists.values()).drop_duplicates("house_id")
    inside = {one: once["house_id"].isin(members["house_id"]) for one, members in lists.items()}
    marks = pd.DataFrame(
        {
            "in_tpmap": inside[TPMAP],
            "in_survey": inside[SURVEY],
            "in_file": inside[HOUSE_FILE],
            "listed_both": inside[HOUSE_FILE] & inside[TPMAP],
            "listed_either": inside[HOUSE_FILE] | inside[TPMAP],
        }
    ).astype("float64")
    counts = marks.groupby(once["area"]).sum().reindex(list(areas), fill_value=0.0)
    is_known = counts["in_tpmap"].gt(0) & counts["in_file"].gt(0)
    return counts.drop(columns="in_file").assign(listed_known=is_known.astype("float64"))
