"""What a member wants to see of their reimbursement lines, always within its bounds."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from portal.domain.claims import Category, Payee, Status

MAX_TEXT = 100
MAX_PAGE = 100_000
MAX_RANK = 999
MAX_CENTS = 2_147_483_647  # what the columns hold

_READ_AT_MOST = 1_000
_UNSEEN = {"Cc", "Cf", "Cs"}  # control and format characters, lone surrogates


class Sort(StrEnum):
    """Orders of the list, by the code written in the page's address."""

    NEWEST = "recents"
    OLDEST = "anciens"
    EXPENSE_DOWN = "depense_haute"
    EXPENSE_UP = "depense_basse"
    REMAINING_DOWN = "reste_haut"
    REMAINING_UP = "reste_bas"


SORT_LABELS: dict[Sort, str] = {
    Sort.NEWEST: "Les plus récents",
    Sort.OLDEST: "Les plus anciens",
    Sort.EXPENSE_DOWN: "Dépense, de la plus haute à la plus basse",
    Sort.EXPENSE_UP: "Dépense, de la plus basse à la plus haute",
    Sort.REMAINING_DOWN: "Reste à charge, du plus haut au plus bas",
    Sort.REMAINING_UP: "Reste à charge, du plus bas au plus haut",
}


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which lines, in which order, which page of them.

    ``since`` and ``until`` bound the date of care, both included; ``min_cents`` and ``max_cents``
    the expense (dépense). Whatever it is made with, an instance is within bounds: what is
    invalid counts as not asked for, bounds given the wrong way round are exchanged.
    """

    text: str = ""
    since: date | None = None
    until: date | None = None
    beneficiary: int | None = None
    categories: tuple[Category, ...] = ()
    statuses: tuple[Status, ...] = ()
    payee: Payee | None = None
    min_cents: int | None = None
    max_cents: int | None = None
    sort: Sort = Sort.NEWEST
    page: int = 1

    def __post_init__(self) -> None:
        since, until = _in_order(_day(self.since), _day(self.until))
        lowest, highest = _in_order(_cents(self.min_cents), _cents(self.max_cents))
        bounded = {
            "text": seen_text(self.text),
            "since": since,
            "until": until,
            "beneficiary": _whole(self.beneficiary, 0, MAX_RANK),
            "categories": _members(Category, self.categories),
            "statuses": _members(Status, self.statuses),
            "payee": _member(Payee, self.payee),
            "min_cents": lowest,
            "max_cents": highest,
            "sort": _member(Sort, self.sort) or Sort.NEWEST,
            "page": _whole(self.page, 1, MAX_PAGE) or 1,
        }
        for name, value in bounded.items():
            object.__setattr__(self, name, value)

    @property
    def year(self) -> int | None:
        """The year that the period is exactly, if it is one."""
        if self.since and self.until and period_of(self.since.year) == (self.since, self.until):
            return self.since.year
        return None

    @property
    def narrows(self) -> bool:
        """Whether it may leave lines out, whatever the order and the page."""
        return self != ClaimFilter(sort=self.sort, page=self.page)


def period_of(year: int) -> tuple[date, date]:
    """First and last day of ``year``."""
    return date(year, 1, 1), date(year, 12, 31)


def seen_text(text: Any) -> str:
    """``text`` as one line, without what no keyboard types, cut to ``MAX_TEXT`` characters."""
    if not isinstance(text, str):
        return ""
    spaced = " ".join(text[:_READ_AT_MOST].split())
    if not spaced.isascii() or not spaced.isprintable():
        kept = (c for c in spaced if unicodedata.category(c) not in _UNSEEN)
        spaced = " ".join("".join(kept).split())
    return spaced[:MAX_TEXT].rstrip()


E_ = TypeVar("E_", bound=StrEnum)
V = TypeVar("V", date, int)


def _member(kind: type[E_], value: Any) -> E_ | None:
    try:
        return kind(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _members(kind: type[E_], values: Any) -> tuple[E_, ...]:
    if not isinstance(values, Iterable) or isinstance(values, str):
        return ()
    wanted = {_member(kind, value) for value in values}
    return tuple(member for member in kind if member in wanted)


def _day(value: Any) -> date | None:
    return value if type(value) is date else None


def _whole(value: Any, lowest: int, highest: int) -> int | None:
    return value if type(value) is int and lowest <= value <= highest else None


def _cents(value: Any) -> int | None:
    return _whole(value, -MAX_CENTS, MAX_CENTS)


def _in_order(low: V | None, high: V | None) -> tuple[V | None, V | None]:
    if low is not None and high is not None and high < low:
        return high, low
    return low, high
