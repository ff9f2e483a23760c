"""Slots: opening hours, holidays, and days on which the clocks change."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.bookings import (
    DEFAULTS,
    Kind,
    Opening,
    Rules,
    Schedule,
    bookable_slots,
    can_change,
    can_join,
    days_ahead,
    free_seat,
    nearest,
    slot_at,
    slots_of_day,
)

PARIS = ZoneInfo("Europe/Paris")
RULES = Rules(timedelta(minutes=30), 14, timedelta(hours=1))
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
CALLBACKS = DEFAULTS[Kind.CALLBACK]


def schedule(*openings: Opening, closed: frozenset[date] = frozenset()) -> Schedule:
    return Schedule(openings, RULES, closed)


def every_day(starts: int, ends: int, length: int) -> Schedule:
    return schedule(*[Opening(weekday, starts, ends, length, 1) for weekday in range(7)])


def local(slots: list) -> list[str]:
    return [f"{slot.starts_at.astimezone(PARIS):%H:%M}" for slot in slots]


def test_a_working_day_has_its_slots_in_order_with_a_break_for_lunch() -> None:
    times = local(slots_of_day(CALLBACKS, date(2026, 11, 20), PARIS))
    assert (times[0], times[-1], len(times)) == ("08:30", "17:30", 18)
    assert "12:00" in times
    assert "12:30" not in times


def test_nobody_answers_on_weekends_public_holidays_and_closures() -> None:
    closed = Schedule(CALLBACKS.openings, RULES, frozenset({date(2026, 11, 24)}))
    for day in (date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 11), date(2026, 12, 25)):
        assert slots_of_day(CALLBACKS, day, PARIS) == []
    assert slots_of_day(closed, date(2026, 11, 24), PARIS) == []
    assert slots_of_day(closed, date(2026, 11, 25), PARIS)


def test_the_same_hour_is_another_moment_in_summer() -> None:
    winter = slots_of_day(CALLBACKS, date(2026, 3, 27), PARIS)[0]
    summer = slots_of_day(CALLBACKS, date(2026, 3, 30), PARIS)[0]
    assert (winter.starts_at.hour, summer.starts_at.hour) == (7, 6)
    assert local([winter]) == local([summer]) == ["08:30"]


def test_hours_that_a_change_of_clocks_skips_have_no_slot() -> None:
    assert local(slots_of_day(every_day(60, 240, 30), SPRING, PARIS)) == [
        "01:00",
        "01:30",
        "03:00",
        "03:30",
    ]


def test_hours_that_a_change_of_clocks_repeats_have_one_slot_the_first_time() -> None:
    slots = slots_of_day(every_day(60, 240, 30), AUTUMN, PARIS)
    assert local(slots) == ["01:00", "01:30", "02:00", "02:30", "03:00", "03:30"]
    assert slots[2].starts_at == datetime(2026, 10, 25, 0, tzinfo=UTC)
    assert slots[4].starts_at == datetime(2026, 10, 25, 2, tzinfo=UTC)


@given(
    day=st.one_of(st.sampled_from([SPRING, AUTUMN]), st.dates(date(2025, 1, 1), date(2030, 1, 1))),
    bounds=st.lists(st.integers(0, 1440), min_size=2, max_size=6, unique=True),
    length=st.integers(5, 240),
)
def test_slots_never_overlap_and_stay_within_the_hours_whatever_the_clocks_do(
    day: date, bounds: list[int], length: int
) -> None:
    openings = [
        Opening(day.weekday(), starts, ends, length, 1)
        for starts, ends in zip(bounds[::2], bounds[1::2], strict=False)
        if starts < ends
    ]
    slots = slots_of_day(schedule(*openings), day, PARIS)
    for slot in slots:
        assert slot.ends_at - slot.starts_at == timedelta(minutes=length)
        begins, ends = (at.astimezone(PARIS) for at in (slot.starts_at, slot.ends_at))
        minute = begins.hour * 60 + begins.minute
        assert begins.date() == day
        assert any(
            hours.starts_minute <= minute and (minute - hours.starts_minute) % length == 0
            for hours in openings
        )
        last = max(hours.ends_minute for hours in openings)
        assert ends <= datetime(day.year, day.month, day.day, tzinfo=PARIS) + timedelta(
            minutes=last
        )
    for before, after in pairwise(slots):
        assert before.ends_at <= after.starts_at
    assert len(set(local(slots))) == len(slots)


def test_slots_too_soon_or_too_far_are_not_offered() -> None:
    now = datetime(2026, 11, 20, 9, 10, tzinfo=UTC)  # 10:10 in Paris
    assert local(bookable_slots(CALLBACKS, date(2026, 11, 20), now, PARIS))[0] == "11:00"
    days = days_ahead(CALLBACKS, now, PARIS)
    assert (days[0], days[-1], len(days)) == (date(2026, 11, 20), date(2026, 12, 4), 11)
    assert bookable_slots(CALLBACKS, date(2026, 12, 7), now, PARIS) == []
    assert bookable_slots(CALLBACKS, date(2026, 11, 19), now, PARIS) == []


def test_today_is_not_offered_once_its_slots_are_over() -> None:
    evening = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
    assert days_ahead(CALLBACKS, evening, PARIS)[0] == date(2026, 11, 23)


def test_only_the_beginning_of_a_slot_names_it() -> None:
    now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    at = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    assert slot_at(CALLBACKS, at, now, PARIS)
    assert slot_at(CALLBACKS, at + timedelta(minutes=1), now, PARIS) is None
    assert slot_at(CALLBACKS, at + timedelta(days=2), now, PARIS) is None


def test_the_lowest_free_seat_is_given_and_the_nearest_slots_are_those_around() -> None:
    assert [free_seat(taken, 3) for taken in ([], [0, 2], [0, 1, 2])] == [0, 1, None]
    slots = slots_of_day(CALLBACKS, date(2026, 11, 20), PARIS)
    assert local(nearest(slots, slots[4].starts_at, 3)) == ["10:00", "10:30", "11:00"]


def test_a_booking_changes_until_the_limit_and_is_joined_near_its_time() -> None:
    starts = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    ends = starts + timedelta(minutes=45)
    assert can_change("booked", starts, RULES, starts - timedelta(hours=1))
    assert not can_change("booked", starts, RULES, starts - timedelta(minutes=59))
    assert not can_change("cancelled", starts, RULES, starts - timedelta(days=1))
    assert not can_join("booked", starts, ends, starts - timedelta(minutes=16))
    assert can_join("booked", starts, ends, starts - timedelta(minutes=15))
    assert not can_join("booked", starts, ends, ends + timedelta(seconds=1))
