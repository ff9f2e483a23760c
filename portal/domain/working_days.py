"""Working days in France: neither Saturday, nor Sunday, nor a public holiday."""

from datetime import date, timedelta
from functools import cache, lru_cache

_SAME_DAY_EVERY_YEAR = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_DAYS_AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday


def is_working_day(day: date) -> bool:
    """Whether offices and banks work on ``day``."""
    return day.weekday() < 5 and day not in public_holidays(day.year)


@lru_cache(maxsize=4096)
def after_working_days(start: date, count: int) -> date:
    """The ``count``-th working day after ``start``; the last date there is when that is past it."""
    day = start
    try:
        while count > 0:
            day += timedelta(days=1)
            if is_working_day(day):
                count -= 1
    except OverflowError:
        return date.max
    return day


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The eleven public holidays of mainland France."""
    fixed = [date(year, month, day) for month, day in _SAME_DAY_EVERY_YEAR]
    easter = _easter(year)
    return frozenset(fixed + [easter + timedelta(days=days) for days in _DAYS_AFTER_EASTER])


def _easter(year: int) -> date:
    # The anonymous Gregorian computus, as published by Meeus.
    golden = year % 19
    century, rest = divmod(year, 100)
    epact = (
        19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)
