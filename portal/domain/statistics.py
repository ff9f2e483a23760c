"""Figures about how members are answered: delays in working hours, percentiles, periods."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import accumulate
from math import ceil

from portal.domain.working_days import is_working_day

PERIODS: dict[int, str] = {7: "7 derniers jours", 30: "30 derniers jours", 90: "90 derniers jours"}
_BY_WEEK_FROM = 45
_HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Bucket:
    """A day, or the week that begins on it, and how many."""

    starts_on: date
    count: int


class WorkingHours:
    """Counts working hours between two moments: the 24 of each working day, none of the others.

    It is made for a range of days, so that many delays are counted at the cost of one.
    """

    def __init__(self, first: date, last: date, zone: tzinfo) -> None:
        days = [first + timedelta(days=index) for index in range((last - first).days + 2)]
        self._first, self._zone = first, zone
        self._works = [is_working_day(day) for day in days]
        self._before = [0, *accumulate(int(works) for works in self._works)]

    def between(self, start: datetime, end: datetime) -> float:
        """Working hours from ``start`` to ``end``; zero when it ends before."""
        return max(0.0, self._at(end) - self._at(start))

    def _at(self, moment: datetime) -> float:
        local = moment.astimezone(self._zone)
        index = min(max((local.date() - self._first).days, 0), len(self._works) - 1)
        inside = local.hour + local.minute / 60 + local.second / 3600 if self._works[index] else 0
        return self._before[index] * _HOURS_A_DAY + inside


def percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that ``share`` of the sorted ``values`` do not exceed; none of none."""
    if not values:
        return None
    return values[max(0, ceil(round(len(values) * share, 6)) - 1)]


def buckets(counts: Mapping[date, int], since: date, until: date) -> tuple[Bucket, ...]:
    """Counts by day, with the days on which nothing came; by week when the period is long."""
    step = 7 if (until - since).days >= _BY_WEEK_FROM else 1
    starts = [since + timedelta(days=index) for index in range(0, (until - since).days + 1, step)]
    sums = [0] * len(starts)
    for day, count in counts.items():
        if since <= day <= until:
            sums[bisect_right(starts, day) - 1] += count
    return tuple(Bucket(*pair) for pair in zip(starts, sums, strict=True))


def share_of(part: int, whole: int) -> int | None:
    """A share in whole percents; none of nothing."""
    return round(100 * part / whole) if whole else None
