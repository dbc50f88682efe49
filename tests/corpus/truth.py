"""What the files of the corpus are about: a small truth for each input table, made up, typed out.

The first line of a truth names its table, fiscal year and as-of date; the second its columns; each further one a row.
Columns carry their names of the processed table; an area is given by its deepest code. Codes, amounts and texts are
invented; areas are real, persons are not. A blank is missing and must come back missing.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cdd_analysis.datasets import Kind, Personal, Table, table

Value = str | float | bool | dt.date | None
Record = dict[str, Value]
LEVELS = ("province", "district", "subdistrict", "village")
_DIGITS = {"province": 2, "district": 4, "subdistrict": 6, "village": 8}
#: Columns of the deepest area of a row.
AREA = tuple(f"{level}_code" for level in LEVELS)


@dataclass(frozen=True)
class Truth:
    """A table as it really is.

    Attributes:
        table: its specification; only names and kinds of columns, and the spellings of headings, are taken from it.
        year: the fiscal (or survey) year it is about.
        as_of: the day its figures are of.
        columns: what is known, in the order of the sheet; the first one names the area.
        rows: column -> value.
    """

    table: Table
    year: int
    as_of: dt.date
    columns: tuple[str, ...]
    rows: tuple[Record, ...]

    @property
    def level(self) -> str:
        """Level of the areas its rows name."""
        return self.columns[0].removesuffix("_code")

    @property
    def province(self) -> str:
        """The province all its areas lie in."""
        return str(self.rows[0][self.columns[0]])[:2]

    def holds(self, *kinds: Kind) -> list[str]:
        """Its columns of these kinds."""
        own = {column.name: column.kind for column in self.table.columns}
        return [name for name in self.columns if own.get(name) in kinds]

    def personal(self) -> list[str]:
        """Its columns that name or number a person."""
        own = {column.name: column.personal for column in self.table.columns}
        return [name for name in self.columns if own.get(name, Personal.NO) is not Personal.NO]

    def moved(self, districts: Sequence[str]) -> Truth:
        """The same figures in other districts."""
        named = list(dict.fromkeys(str(row[self.columns[0]]) for row in self.rows))
        there = dict(zip(named, districts, strict=False))
        rows = tuple({**row, self.columns[0]: there[str(row[self.columns[0]])]} for row in self.rows)
        return replace(self, rows=rows)


def areas_of(code: str) -> Record:
    """Every code column of an area, and its level."""
    level = next(level for level, digits in _DIGITS.items() if digits == len(code))
    above = LEVELS[: LEVELS.index(level) + 1]
    return {"area_level": level, **{f"{one}_code": code[: _DIGITS[one]] for one in above}}


@functools.cache
def truths() -> Mapping[str, Truth]:
    """Table name -> truth."""
    blocks = [block.strip() for block in _TYPED.strip().split("\n\n")]
    found = [_typed(block) for block in blocks]
    return {one.table.name: one for one in found}


def _typed(block: str) -> Truth:
    first, second, *rest = block.splitlines()
    name, year, as_of = first.split()
    columns = tuple(cell.strip() for cell in second.split("|"))
    kinds = {column.name: column.kind for column in table(name).columns}
    rows = tuple(
        {column: _value(kinds.get(column), cell.strip()) for column, cell in zip(columns, line.split("|"), strict=True)}
        for line in rest
    )
    return Truth(table(name), int(year), dt.date.fromisoformat(as_of), columns, rows)


def _value(kind: Kind | None, text: str) -> Value:
    if not text:
        return None
    if kind in (Kind.COUNT, Kind.BAHT, Kind.NUMBER, Kind.PCT, Kind.YEAR):
        return float(text)
    if kind in (Kind.FLAG, Kind.PRESENCE):
        return text == "yes"
    if kind in (Kind.DATE, Kind.MONTH):
        return dt.date.fromisoformat(text)
    return text


_TYPED = """
otop_sales 2565 2022-01-31
district_code | month | sales_baht | target_baht | reporters
9202 | 2021-10-01 | 125430.50 | 150000 | 12
9202 | 2021-11-01 | 98200 | 150000 | 11
9203 | 2021-10-01 | 1204300.25 | 900000 | 24
9203 | 2021-11-01 |  | 900000 |
9205 | 2021-10-01 | 0 | 40000 | 3
9205 | 2021-11-01 | 41250.75 | 40000 | 4

otop_producers 2565 2022-01-31
district_code | producer_id | producer_name | producer_type | registered_year | producer_status
9202 | 920200000001 | กลุ่มสมมติหนึ่ง | group | 2555 | active
9202 | 920200000002 | กลุ่มสมมติสอง | owner | 2558 | active
9203 | 920300000003 | กลุ่มสมมติสาม | sme | 2560 | closed
9205 | 920500000004 | กลุ่มสมมติสี่ | group | |

otop_products 2565 2022-01-31
district_code | product_id | producer_id | product_name | category | quadrant | stars | standards
9202 | 920200000001-01 | 920200000001 | น้ำพริกสมมติ | food | A | 5 | อย.
9202 | 920200000002-01 | 920200000002 | ผ้าทอตัวอย่าง | cloth | B | 4 | มผช.
9203 | 920300000003-01 | 920300000003 | สบู่ตัวอย่าง | herb | C | 3 |
9205 | 920500000004-01 | 920500000004 | กระเป๋าตัวอย่าง | household | D | |

otop_today 2565 2022-01-31
district_code | product_id | category | has_detail | price_baht | has_image | has_channel | updated_date
9202 | 920200000001-01 | food | yes | 89.50 | yes | yes | 2021-12-05
9203 | 920300000003-01 | herb | yes | 120 | no | no | 2021-03-20
9205 | 920500000004-01 | household | no | 1590 | yes | yes | 2022-01-12

poverty_areas 2562 2020-01-31
district_code | hh_surveyed | persons_surveyed | hh_poor_bmn | persons_poor_bmn | persons_poor_registered \
| persons_target_poor | target_health | target_living | target_education | target_income | target_access
9202 | 15200 | 48100 | 310 | 1204 | 800 | 412 | 40 | 31 | 205 | 190 | 2
9203 | 12850 | 40022 | 250 | 980 | 611 | 300 | 22 | 18 | 160 | 141 | 0
9205 | 9310 | 30458 | 120 | 455 | 298 | 120 | 9 | 12 | 66 | 58 | 1

village_names 2565 2022-01-31
village_code | village_name
92020201 | บ้านสมมติเหนือ
92020202 | บ้านสมมติใต้
92020301 | บ้านตัวอย่าง

target_households 2565 2022-01-31
subdistrict_code | house_id | head_name | phone | bmn_year | members | income_hh | income_pc | dim_health | dim_living \
| dim_education | dim_income | dim_access | verify_status | hh_class | stage | recorded_date
920202 | 92020000110 | นางสมมติ ตัวอย่าง | 0750000001 | 2562 | 4 | 96000 | 24000 | no | no | yes | yes | no | found \
| develop | 1 | 2021-11-20
920202 | 92020000122 | นายสมมุติ แบบอย่าง | 0750000002 | 2562 | 2 | 60000 | 30000 | yes | no | no | yes | no | found \
| welfare | 1 | 2021-12-02
920203 | 92020000134 | นางสาวตัวอย่าง สมมติ | 0750000003 | 2562 | 5 | 190000 | 38000 | no | yes | yes | no | no | moved \
| develop | 2 | 2021-12-15

household_help 2565 2022-01-31
subdistrict_code | house_id | dimension | agency | help_date | help_value_baht | help_result
920202 | 92020000110 | education | สพอ. | 2021-12-01 | 5000 | solved
920202 | 92020000122 | health | รพ.สต. | 2021-12-20 | 2500.50 | in_progress
920203 | 92020000134 | living | อบต. | 2022-01-12 | | unsolved

plots 2565 2022-01-31
subdistrict_code | plot_id | owner_name | plot_type | area_rai | design_ratio | dig_status | progress_pct \
| allocated_baht | disbursed_baht | accepted_date | trained | is_learning_centre
920202 | P-0001 | นายแปลง สมมติ | HLM | 1 | 1:2 | done | 100 | 45125 | 45125 | 2021-12-20 | 10 | yes
920202 | P-0002 | นางแปลง ตัวอย่าง | HLM | 3 | 1:3 | in_progress | 60 | 104000 | 41600.50 | | 10 | no
920203 | P-0003 | นายตัวอย่าง โคกหนองนา | CLM | 15 | 2:3 | not_started | 0 | 1058400 | 0 | | | no

sufficiency_villages 2565 2022-01-31
subdistrict_code | village_name | target_year | ind_pass_count | level_reported | gvh_before | gvh_after \
| hh_total | hh_target
920202 | บ้านสมมติเหนือ | 2564 | 15 | 1 | 71.5 | 80.25 | 120 | 30
920202 | บ้านสมมติใต้ | 2565 | 19 | 2 | 68 | 77.5 | 95 | 30
920203 | บ้านตัวอย่าง | 2565 | 23 | 3 | 80 | 91 | 140 | 30

community_groups 2565 2022-01-31
district_code | group_id | group_name | work_group | members | income_before_baht | income_after_baht | referral_status
9202 | G-0001 | กลุ่มจักสานสมมติ | processing | 15 | 100000 | 125000.50 | supported
9203 | G-0002 | กลุ่มเกษตรสมมติ | farming | 32 | 240000 | 238000 | referred
9205 | G-0003 | กลุ่มท่องเที่ยวสมมติ | tourism | 21 | | 90500 | found

group_support 2565 2022-01-31
district_code | group_id | support_type | supporter | support_date | support_value_baht
9202 | G-0001 | 3 | company | 2021-12-09 | 15000
9203 | G-0002 | 1 | cdd | 2021-11-30 | 8500.25
9205 | G-0003 | 5 | academic | 2022-01-07 |

kkj_villages 2565 2022-01-31
subdistrict_code | village_name | granted_year | hh_target | hh_borrowed | granted_baht | lent_baht | outstanding_baht \
| bank_baht | cash_baht | shortfall_baht | book_bank_exists | committee_end_date
920202 | บ้านสมมติเหนือ | 2538 | 60 | 22 | 280000 | 205000 | 205000 | 70000.50 | 4999.50 | 0 | yes | 2023-09-30
920202 | บ้านสมมติใต้ | 2539 | 48 | 18 | 280000 | 180000 | 150000 | 130000 | 0 | 0 | yes | 2022-09-30
920203 | บ้านตัวอย่าง | 2541 | 55 | 20 | 280000 | 190000 | 190000 | 88500 | 0 | 1500 | no |

kkj_areas 2565 2022-01-31
district_code | village_count | hh_target | hh_borrowed | granted_baht | lent_baht | outstanding_baht | bank_baht \
| shortfall_baht
9202 | 14 | 720 | 288 | 3920000 | 2700000 | 2600000.50 | 1310000 | 9999.50
9203 | 9 | 466 | 170 | 2520000 | 1800000 | 1700000 | 815000 | 5000
9205 | 6 | 301 | 122 | 1680000 | 1100000 | 1090000 | 590000 | 0

kkj_loans 2565 2022-01-31
subdistrict_code | contract_id | borrower_id | village_name | received_date | due_date | loan_baht | repaid_baht \
| outstanding_baht | borrow_round
920202 | 1/2564 | นางผู้ยืม สมมติ | บ้านสมมติเหนือ | 2021-01-15 | 2024-01-15 | 12000 | 4000 | 8000 | 2
920202 | 2/2564 | นายผู้ยืม ตัวอย่าง | บ้านสมมติเหนือ | 2021-03-01 | 2023-03-01 | 10000 | 2500.50 | 7499.50 | 1
920203 | 5/2563 | นางสาวตัวอย่าง ผู้ยืม | บ้านตัวอย่าง | 2020-02-28 | 2022-02-28 | 15000 | 15000 | 0 | 3

kkj_problems 2565 2022-01-31
subdistrict_code | village_name | granted_year | fund_total_baht | shortfall_baht | cause_code | remedy
920202 | บ้านสมมติใต้ | 2539 | 262000 | 18000 | C2 | ผ่อนชำระ 3 ปี
920203 | บ้านตัวอย่าง | 2541 | 240500.50 | 39499.50 | C4 | ตั้งคณะกรรมการใหม่

women_fund_monthly 2565 2022-01-31
district_code | month | due_principal_baht | repaid_principal_baht | repay_pct | member_count
9202 | 2021-10-01 | 200000 | 150000 | 75 | 310
9203 | 2021-10-01 | 80000 | 60800.80 | 76 | 255
9205 | 2021-10-01 | 120000 | 0 | 0 | 190

women_fund_instalments 2565 2022-01-31
district_code | contract_id | project | proposer_id | instalment_count | instalment_no | due_date | due_principal_baht \
| repaid_principal_baht | repaid_date
9202 | ตง.65/001 | ทำขนมสมมติ | นางผู้เสนอ สมมติ | 4 | 1 | 2021-11-30 | 25000 | 25000 | 2021-11-29
9202 | ตง.65/001 | ทำขนมสมมติ | นางผู้เสนอ สมมติ | 4 | 2 | 2022-05-31 | 25000 | |
9203 | ตง.64/007 | เลี้ยงไก่สมมติ | นางสาวผู้เสนอ ตัวอย่าง | 2 | 1 | 2021-12-31 | 50000 | 10000.50 | 2022-01-04

women_fund_contracts 2565 2022-01-31
district_code | contract_id | project | approved_baht | start_date | end_date | balance_baht | overdue_debt_baht \
| overdue_pct | debt_status
9202 | ตง.65/001 | ทำขนมสมมติ | 100000 | 2021-10-15 | 2023-10-14 | 75000 | 0 | 0 | normal
9203 | ตง.64/007 | เลี้ยงไก่สมมติ | 100000 | 2020-12-01 | 2022-11-30 | 80000 | 40000 | 50 | default
9205 | ตง.60/003 | ปลูกผักสมมติ | 60000 | 2017-01-20 | 2019-01-19 | 12500.50 | 12500.50 | 100 | lawsuit

women_fund_members 2565 2022-01-31
district_code | women_15p | members_oct | members_oct_pct | members_sep | members_sep_pct | target_new | new_members \
| new_members_pct
9202 | 20000 | 8000 | 40 | 8100 | 40.5 | 200 | 100 | 50
9203 | 16000 | 4000 | 25 | 4400 | 27.5 | 400 | 400 | 100
9205 | 10000 | 6100 | 61 | 6100 | 61 | 50 | 0 | 0

cloth_agencies 2565 2022-01-31
district_code | month | agency | agency_type | announced | days_per_week | wearers | staff | cloth_sales_baht
9202 | 2021-12-01 | ที่ว่าการอำเภอ | government | yes | 2 | 30 | 42 | 15000
9203 | 2021-12-01 | โรงเรียนตัวอย่าง | school | no | 1 | 12 | 60 |
9205 | 2021-12-01 | อบต.สมมติ | local | yes | 5 | 18 | 18 | 2350.50

click_items 2565 2022-01-31
district_code | item_id | item_name | item_type | has_detail | has_image | has_contact | updated_date
9202 | C-0001 | บ้านสมมติเหนือ | village | yes | yes | yes | 2021-12-20
9203 | C-0002 | ผ้าทอตัวอย่าง | product | yes | no | yes | 2021-06-01
9205 | C-0003 | ถ้ำสมมติ | attraction | no | yes | no | 2022-01-09

click_usage 2565 2022-01-31
district_code | month | users | returning_users | clicks | requests | requests_closed | median_close_days
9202 | 2021-10-01 | 120 | 30 | 410 | 5 | 5 | 2
9202 | 2021-11-01 | 98 | 25 | 333 | 4 | 3 | 3.5
9203 | 2021-10-01 | 61 | 12 | 150 | 0 | 0 |

staff_duties 2565 2022-01-31
district_code | staff_id | position | topic | duty | trained_date | villages_assigned
9202 | S-0001 | นักวิชาการพัฒนาชุมชนชำนาญการ | otop | owner | 2021-11-02 | 12
9202 | S-0002 | นักวิชาการพัฒนาชุมชนปฏิบัติการ | kkj | backup | | 9
9203 | S-0003 | พัฒนาการอำเภอ | poverty | able | 2020-08-20 |

budgets 2565 2022-01-31
district_code | month | project_no | budget_line | allocated_baht | disbursed_baht | remaining_baht | disburse_pct
9202 | 2021-12-01 | 71 | อบรมอาชีพสมมติ | 50000 | 25000 | 25000 | 50
9203 | 2021-12-01 | 71 | อบรมอาชีพสมมติ | 40000 | 39999.50 | 0.50 | 100
9205 | 2021-12-01 | 45 | ประชุมสมมติ | 8000 | 0 | 8000 | 0

advance_loans 2565 2022-01-31
district_code | contract_id | borrower_id | budget_line | advance_baht | advance_date | due_date | cleared_date \
| cleared_baht
9202 | บย.1/2565 | นางผู้ยืมเงิน สมมติ | อบรมอาชีพสมมติ | 25000 | 2021-12-01 | 2021-12-31 | 2021-12-28 | 25000
9203 | บย.2/2565 | นายผู้ยืมเงิน ตัวอย่าง | อบรมอาชีพสมมติ | 39999.50 | 2022-01-05 | 2022-02-04 | |

report_log 2565 2022-01-31
district_code | month | topic | report_name | reported_by_level | due_date | sent_date
9202 | 2021-12-01 | otop | ยอดจำหน่าย OTOP | district | 2022-01-05 | 2022-01-04
9203 | 2021-12-01 | kkj | แบบ 26 | district | 2022-01-05 | 2022-01-11
9205 | 2021-12-01 | otop | ยอดจำหน่าย OTOP | district | 2022-01-05 |

inspection_actions 2565 2022-01-31
district_code | action_id | topic | instruction | owner_role | given_date | due_date | done_date | action_status
9202 | 1 | kkj | เร่งรัดหนี้ค้างสมมติ | พัฒนาการอำเภอ | 2021-11-15 | 2022-01-31 | 2022-01-20 | done
9203 | 2 | otop | ปรับปรุงข้อมูลสมมติ | พัฒนาการอำเภอ | 2021-11-15 | 2022-03-31 | | in_progress
"""
