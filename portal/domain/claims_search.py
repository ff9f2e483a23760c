"""What the words of a search may mean: a text of the line, a person, an amount, a date."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.claims_filter import MAX_CENTS
from portal.domain.french import MONTHS
from portal.domain.text import fold

MAX_TERMS = 8

_MONTHS = {fold(name): number for number, name in enumerate(MONTHS, 1)}
_MONTH_WORDS = "|".join(_MONTHS)
_GROUPED = r"\d{1,3}(?: \d{3})+(?:[.,]\d{0,2})?"
_TOKENS = re.compile(
    rf"(?<!\S)(?:(?:(?P<day>\d{{1,2}})(?:er)? )?(?P<month>{_MONTH_WORDS})(?: (?P<year>\d{{4}}))?"
    rf"|(?P<amount>-?(?:{_GROUPED}|\d+(?:[.,]\d{{0,2}})?))(?: ?(?:€|euros?))?"
    r"|(?P<word>\S+))(?!\S)",
    re.ASCII,
)
_AMOUNT = re.compile(r"(-?)([0-9]{1,8})(?:[.,]([0-9]{0,2}))?")
_DATES = (
    re.compile(r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})(?:/(?P<year>[0-9]{4}))?"),
    re.compile(r"(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})"),
    re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?"),
)
_YEARS = range(1900, 2101)
_SAYS_NOTHING = {"€", "euro", "euros"}


@dataclass(frozen=True, slots=True)
class DayPattern:
    """A day, month or year of care: what was not typed is ``None``, and any will do."""

    day: int | None
    month: int | None
    year: int | None

    @property
    def period(self) -> tuple[date, date] | None:
        """First and last day meant, when the year is known."""
        if self.year is None:
            return None
        if self.month is None:
            return date(self.year, 1, 1), date(self.year, 12, 31)
        if self.day is not None:
            day = date(self.year, self.month, self.day)
            return day, day
        following = date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return date(self.year, self.month, 1), following - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """One word of a search. A line answers it when any of these holds.

    ``text`` is in the line's folded text (act, category, usual words for them, practitioner,
    numbers); it is for one of the beneficiaries of ``ranks``; one of its amounts is within
    ``amount``, in cents, both included, as an absolute value unless ``signed``; its date of care
    fits ``day``.
    """

    text: str
    ranks: tuple[int, ...] = ()
    amount: tuple[int, int] | None = None
    signed: bool = False
    day: DayPattern | None = None


def read_terms(text: str, names: Mapping[int, str] | None = None) -> tuple[SearchTerm, ...]:
    """Return the terms of a search, each of which a line must answer; at most ``MAX_TERMS``.

    ``names``: the beneficiaries' folded names by rank.
    """
    terms: dict[str, SearchTerm] = {}
    for match in _TOKENS.finditer(fold(text).replace("\u2212", "-")):
        typed = (match["amount"] or match[0]).replace(" ", "" if match["amount"] else " ")
        if typed not in terms and typed not in _SAYS_NOTHING:
            terms[typed] = _term(typed, match, names or {})
        if len(terms) == MAX_TERMS:
            break
    return tuple(terms.values())


def _term(typed: str, match: re.Match[str], names: Mapping[int, str]) -> SearchTerm:
    if match["month"]:
        day = _pattern(match["day"], str(_MONTHS[match["month"]]), match["year"])
    else:
        day = _day(typed)
    return SearchTerm(
        text=_stem(typed),
        ranks=tuple(rank for rank, name in names.items() if len(typed) > 1 and typed in name),
        amount=_amount(typed),
        signed=typed.startswith("-"),
        day=day,
    )


def _stem(word: str) -> str:
    # Without the mark of the plural, so that "couronnes" finds a "couronne".
    return word[:-1] if len(word) > 4 and word[-1] in "sx" and word.isalpha() else word


def _amount(typed: str) -> tuple[int, int] | None:
    """``23`` is 23,00 to 23,99; ``23,5`` is 23,50 to 23,59: what may still be typed after it."""
    match = _AMOUNT.fullmatch(typed)
    if match is None:
        return None
    sign, whole, decimals = match.groups()
    typed_decimals = decimals or ""
    low = int(whole) * 100 + int(typed_decimals.ljust(2, "0"))
    high = low + 10 ** (2 - len(typed_decimals)) - 1
    if high > MAX_CENTS:
        return None
    return (-high, -low) if sign else (low, high)


def _day(typed: str) -> DayPattern | None:
    for form in _DATES:
        if match := form.fullmatch(typed):
            parts = match.groupdict()
            return _pattern(parts.get("day"), parts.get("month"), parts.get("year"))
    return None


def _pattern(day: str | None, month: str | None, year: str | None) -> DayPattern | None:
    found = DayPattern(*(None if part is None else int(part) for part in (day, month, year)))
    if found.year is not None and found.year not in _YEARS:
        return None
    try:
        # 2024 had a 29 February: any day that exists in some year is looked for.
        date(found.year or 2024, found.month or 1, found.day or 1)
    except ValueError:
        return None
    return found
