"""The monthly schedule of a contract: a year behind, the months ahead, on the 5th."""

from collections.abc import Iterator
from datetime import date

from portal.demo.claims import bank_day
from portal.demo.families import Cover, Household
from portal.demo.files import Row
from portal.domain.french import decimal

_DAY = 5


def contribution_rows(household: Household, today: date) -> Iterator[Row]:
    """The instalments of every contract of a household; its last one may be unpaid."""
    for cover in household.covers:
        yield from instalments(cover, today, months=range(-12, 7), unpaid=household.unpaid)


def instalments(cover: Cover, today: date, *, months: range, unpaid: bool = False) -> Iterator[Row]:
    """The instalments of a contract, for ``months`` counted from this one."""
    due_days = [month_from(today, months_away) for months_away in months]
    due_days = [due for due in due_days if due >= cover.starts_on]
    last_past = max((due for due in due_days if due < today), default=None)
    for due in due_days:
        if unpaid and due == last_past:
            status, paid = "impayee", ""
        elif due < today:
            status, paid = "payee", f"{min(bank_day(due), today)}"
        else:
            status, paid = "a_venir", ""
        yield cover.number, f"{due}", decimal(cover.monthly), status, paid


def month_from(today: date, months_away: int) -> date:
    """The day of the instalment, so many months from this one."""
    months = today.year * 12 + today.month - 1 + months_away
    return date(months // 12, months % 12 + 1, _DAY)
