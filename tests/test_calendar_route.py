"""Fetching the calendar file of a booking by its address."""

import asyncio
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import httpx
import icalendar
import pytest
from starlette.applications import Starlette

from portal.api.calendars import routes
from portal.bootstrap import Portal
from portal.domain.actors import Visitor
from portal.domain.bookings import Reason
from portal.services.booking import Wish, book
from portal.services.booking_changes import Handle, cancel_booking
from portal.services.booking_rows import calendar_proof

WISH = Wish(
    datetime(2026, 11, 23, 9, 0, tzinfo=UTC), "Anne Petit", "06 12 34 56 78", Reason.FOLLOW_UP
)


def get(path: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=Starlette(routes=routes))
        async with httpx.AsyncClient(transport=transport, base_url="http://portal.test") as client:
            return await client.get(path)

    return asyncio.run(ask())


@pytest.fixture(autouse=True)
def _over_the_test_s_own_portal(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.api.calendars.portal", lambda: portal)


def test_the_file_says_when_and_not_who(portal: Portal) -> None:
    now = portal.clock.now()
    common = {"actor": Visitor(), "now": now, "cipher": portal.cipher}
    booked = portal.write(book, zone=ZoneInfo("Europe/Paris"), wish=WISH, **common)
    path = f"/agenda/{booked.reference}/{calendar_proof(portal.cipher, booked.reference)}.ics"
    answer = get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert "Anne" not in answer.text
    assert booked.token not in answer.text
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("DTSTART") == WISH.starts_at
    portal.write(cancel_booking, handle=Handle(token=booked.token), **common)
    (event,) = icalendar.Calendar.from_ical(get(path).content).walk("VEVENT")
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)


def test_a_wrong_address_says_nothing_of_what_exists(portal: Portal) -> None:
    booked = portal.write(
        book,
        actor=Visitor(),
        now=portal.clock.now(),
        zone=ZoneInfo("Europe/Paris"),
        cipher=portal.cipher,
        wish=WISH,
    )
    proofs = ("0" * 32, "%00", "é", "%F0%9F%A6%B7", "x" * 3000)
    answers = {
        (answer.status_code, answer.text)
        for reference in (booked.reference, "R-AAAAAA", "%00", "'--")
        for proof in proofs
        for answer in [get(f"/agenda/{reference}/{proof}.ics")]
    }
    assert len(answers) == 1
    assert answers.pop()[0] == 404
