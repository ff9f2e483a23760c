"""Slots and bookings in words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.domain.bookings import Kind, Medium, Status
from portal.services.own_bookings import OwnBooking
from portal.services.slots import OpenDay, OpenSlot
from portal.settings import Settings
from portal.views.bookings import booking, days, moment, read_slot, slot_value, soon
from tests.hostile import HOSTILE_TEXTS

PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 11, 20)
STARTS = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
VIDEO = "https://visio.example.fr/{reference}"
LINE = OwnBooking(
    id=1,
    reference="R-7K3M9Q",
    kind=Kind.APPOINTMENT,
    medium=Medium.SCREEN,
    reason="contrat",
    status=Status.BOOKED,
    starts_at=STARTS,
    ends_at=STARTS + timedelta(minutes=45),
    can_change=True,
    changes_until=STARTS - timedelta(hours=2),
    can_join=False,
    proof="0" * 32,
)


def test_a_moment_is_said_as_one_says_it() -> None:
    assert moment(STARTS, PARIS, TODAY) == "lundi 23\u00a0novembre à 10\u00a0h\u00a030"
    assert moment(STARTS, PARIS, date(2025, 1, 1)).startswith("lundi 23\u00a0novembre 2026 à")
    assert soon(STARTS, PARIS, date(2026, 11, 22)) == "demain à 10\u00a0h\u00a030"
    assert soon(STARTS, PARIS, date(2026, 11, 23)) == "aujourd’hui à 10\u00a0h\u00a030"


def test_a_day_says_what_is_left_of_it() -> None:
    free, taken = OpenSlot(STARTS, True), OpenSlot(STARTS, False)
    found = days(
        [OpenDay(TODAY, (free, taken)), OpenDay(date(2026, 11, 23), (taken,))],
        TODAY,
    )
    assert [(one.label, one.note, one.is_full) for one in found] == [
        ("Aujourd’hui", "1\u00a0créneau", False),
        ("Lundi", "Complet", True),
    ]


def test_a_slot_comes_back_from_a_page_as_it_went() -> None:
    assert read_slot(slot_value(STARTS)) == STARTS
    for text in (*HOSTILE_TEXTS, "2026-1-1T9:0Z", "2026-11-23T09:30", "2026-11-23 09:30Z"):
        assert read_slot(text[:20]) is None


def test_the_way_into_the_video_tool_shows_only_when_it_is_time() -> None:
    now = STARTS - timedelta(hours=3)
    early = booking(LINE, now=now, zone=PARIS, video_url=VIDEO)
    assert early.join_href == ""
    assert "visio" not in repr(early)
    assert "15\u00a0minutes avant" in early.wait
    open_now = replace(LINE, can_join=True)
    shown = booking(open_now, now=STARTS, zone=PARIS, video_url=VIDEO)
    assert (shown.join_href, shown.wait) == ("https://visio.example.fr/R-7K3M9Q", "")
    by_phone = booking(replace(open_now, medium=Medium.PHONE), now=now, zone=PARIS, video_url=VIDEO)
    assert (by_phone.join_href, by_phone.wait) == ("", "")


def test_a_booking_that_nobody_closed_is_past_once_its_time_is() -> None:
    late = booking(LINE, now=LINE.ends_at, zone=PARIS, video_url="")
    assert (late.status.label, late.is_coming, late.limit) == ("Passé", False, "")


@pytest.mark.parametrize(
    "address", ["http://visio.example.fr", "javascript:alert(1)", "https://a b", 'https://x/"']
)
def test_the_video_tool_is_somewhere_safe(address: str) -> None:
    with pytest.raises(ValueError, match="PORTAL_VIDEO_URL"):
        Settings(video_url=address)
