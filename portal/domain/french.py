"""Amounts, dates and plurals as French readers expect them.

Written by hand because a page formats over a hundred amounts per click, and general libraries
take longer for it than the database does to find them.
"""

import re
from datetime import date, datetime, time

NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"
MINUS = "\u2212"

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


_BEFORE_HIGH_MARKS = re.compile(r" (?=[%€:;!?»])|(?<=«) ")


def set_spaces(text: str) -> str:
    """``text`` with no-break spaces where French has them: ``à 65 %``, ``quoi ?``."""
    return _BEFORE_HIGH_MARKS.sub(NO_BREAK, text)


def number(value: int) -> str:
    """``1234567`` → ``1 234 567``, its thousands apart by a narrow no-break space."""
    digits = f"{abs(value):,}".replace(",", NARROW_NO_BREAK)
    return MINUS + digits if value < 0 else digits


def euros(cents: int) -> str:
    """Euro cents as an amount: ``123456`` → ``1 234,56 €``, ``-50`` → ``−0,50 €``."""
    whole, rest = divmod(abs(cents), 100)
    digits = str(whole) if whole < 1000 else f"{whole:,}".replace(",", NARROW_NO_BREAK)
    return f"{MINUS if cents < 0 else ''}{digits},{rest:02d}{NO_BREAK}€"


def decimal(hundredths: int) -> str:
    """Hundredths as files write them: ``123456`` → ``1234,56``, ``-50`` → ``-0,50``."""
    whole, rest = divmod(abs(hundredths), 100)
    return f"{'-' if hundredths < 0 else ''}{whole},{rest:02d}"


def hundredths(value: int) -> str:
    """Hundredths as a plain number: ``100`` → ``1``, ``150`` → ``1,5``."""
    whole, rest = divmod(abs(value), 100)
    decimals = f",{rest:02d}".rstrip("0") if rest else ""
    return f"{MINUS if value < 0 else ''}{number(whole)}{decimals}"


def long_date(day: date) -> str:
    """``21 novembre 2026``; the first of a month is ``1er mars 2026``."""
    return f"{_day_of_month(day)} {MONTHS[day.month - 1]} {day.year}"


def weekday_date(day: date) -> str:
    """``samedi 21 novembre 2026``."""
    return f"{WEEKDAYS[day.weekday()]} {long_date(day)}"


def clock(moment: time | datetime) -> str:
    """``9 h 05``: the hour of a moment that is where its reader lives."""
    return f"{moment.hour}{NO_BREAK}h{NO_BREAK}{moment.minute:02d}"


def short_date(day: date) -> str:
    """``21/11/2026``."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def month_year(day: date) -> str:
    """``novembre 2026``."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def of_month_year(day: date) -> str:
    """``de novembre 2026``, ``d’octobre 2026``."""
    elided = MONTHS[day.month - 1][0] in "ao"
    return ("d’" if elided else "de ") + month_year(day)


def plural(count: int, one: str, many: str = "") -> str:
    """A count and its noun: ``1 ligne``, ``2 lignes``; zero is singular, as French has it.

    ``many`` is the plural where it is not ``one`` with an s.
    """
    noun = one if abs(count) < 2 else many or one + "s"
    return f"{number(count)}{NO_BREAK}{noun}"


def _day_of_month(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)
