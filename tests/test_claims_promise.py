"""Working days, and by when the step of a line should be over."""

from datetime import date

import pytest

from portal.domain.claims import Payee, Status
from portal.domain.claims_promise import expected_by, is_late
from portal.domain.working_days import after_working_days, is_working_day, public_holidays
from portal.views.claim import promise


@pytest.mark.parametrize(
    ("year", "easter_monday"), [(2024, (4, 1)), (2025, (4, 21)), (2026, (4, 6)), (2038, (4, 26))]
)
def test_easter_monday_is_a_holiday_every_year(year: int, easter_monday: tuple[int, int]) -> None:
    assert date(year, *easter_monday) in public_holidays(year)
    assert len(public_holidays(year)) in {10, 11}


def test_ascension_and_whit_monday_of_2026_are_not_worked() -> None:
    assert not is_working_day(date(2026, 5, 14))
    assert not is_working_day(date(2026, 5, 25))


def test_weekends_and_holidays_do_not_count_as_days_of_work() -> None:
    friday = date(2026, 11, 6)
    assert after_working_days(friday, 1) == date(2026, 11, 9)
    assert after_working_days(friday, 3) == date(2026, 11, 12)  # the 11th is a holiday
    assert after_working_days(friday, 0) == friday


def test_a_date_beyond_the_calendar_is_its_last_one() -> None:
    assert after_working_days(date(9999, 12, 30), 5) == date.max


def test_a_received_line_is_promised_within_two_working_days_then_late() -> None:
    by = expected_by(Status.RECEIVED, date(2026, 11, 19))
    assert by == date(2026, 11, 23)
    assert not is_late(Status.RECEIVED, by, date(2026, 11, 23))
    assert is_late(Status.RECEIVED, by, date(2026, 11, 24))
    words = promise(Status.RECEIVED, by, Payee.MEMBER)
    assert words == "Étape suivante attendue au plus tard le 23 novembre 2026."


def test_a_paid_line_says_when_the_money_arrives_unless_it_went_to_the_professional() -> None:
    by = expected_by(Status.PAID, date(2026, 11, 5))
    assert "Sur votre compte" in promise(Status.PAID, by, Payee.MEMBER)
    assert promise(Status.PAID, by, Payee.THIRD_PARTY) == ""
    assert not is_late(Status.PAID, by, date(2030, 1, 1))


@pytest.mark.parametrize("status", [Status.AWAITING_DOCUMENTS, Status.REJECTED, Status.CORRECTED])
def test_a_line_at_rest_promises_nothing(status: Status) -> None:
    assert expected_by(status, date(2026, 11, 5)) is None
    assert promise(status, None, Payee.MEMBER) == ""
