"""The bookings of a day, as the staff take them and close them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from portal.bootstrap import Portal
from portal.domain.actors import Actor, Role, StaffActor, Visitor
from portal.domain.bookings import Kind, Reason
from portal.domain.errors import NotAllowed, NotFound
from portal.models.audit import AuditEntry
from portal.models.notifications import Notification
from portal.models.outbox import OutboxMessage
from portal.services.booking import Wish, book
from portal.services.booking_changes import Handle, cancel_booking
from portal.services.bookings import (
    QueueBooking,
    close_booking,
    day_queue,
    take_booking,
)
from portal.services.own_bookings import own_bookings
from tests.cast import add_member, add_staff_member

PARIS = ZoneInfo("Europe/Paris")
MONDAY = date(2026, 11, 23)
TEN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def ask(portal: Portal, actor: Actor, starts_at: datetime = TEN, email: str = "") -> str:
    booked = portal.write(
        book,
        actor=actor,
        now=portal.clock.now(),
        zone=PARIS,
        cipher=portal.cipher,
        wish=Wish(starts_at, "Anne Petit", "06 12 34 56 78", Reason.FOLLOW_UP, email),
    )
    return booked.reference


@pytest.fixture
def alice(portal: Portal) -> StaffActor:
    return StaffActor(portal.write(add_staff_member), Role.AGENT, 1)


def queue(portal: Portal, actor: Actor, kind: Kind | None = None) -> list[QueueBooking]:
    return portal.read(
        day_queue, actor=actor, cipher=portal.cipher, zone=PARIS, day=MONDAY, kind=kind
    )


def close(portal: Portal, actor: Actor, line: QueueBooking, outcome: str = "done") -> None:
    portal.write(
        close_booking,
        actor=actor,
        now=portal.clock.now(),
        booking_id=line.id,
        version=line.version,
        outcome=outcome,
        note="  Rappelé,\nréglé. ",
    )


def take(portal: Portal, actor: Actor, line: QueueBooking) -> None:
    portal.write(
        take_booking,
        actor=actor,
        now=portal.clock.now(),
        booking_id=line.id,
        version=line.version,
    )


def test_a_day_shows_who_is_to_be_called_the_first_one_first(
    portal: Portal, alice: StaffActor
) -> None:
    claire = portal.write(add_member)
    late = ask(portal, claire, TEN + timedelta(hours=4))
    soon = ask(portal, Visitor(), email="anne@example.org")
    ask(portal, claire, TEN + timedelta(days=1))
    cancelled = ask(portal, claire, TEN + timedelta(hours=5))
    portal.write(
        cancel_booking,
        actor=claire,
        now=portal.clock.now(),
        cipher=portal.cipher,
        handle=Handle(cancelled),
    )
    lines = queue(portal, alice)
    assert [line.reference for line in lines] == [soon, late]
    assert (lines[0].name, lines[0].phone, lines[0].email) == (
        "Anne Petit",
        "+33612345678",
        "anne@example.org",
    )
    assert [line.member_id for line in lines] == [None, claire.member_id]
    assert queue(portal, alice, Kind.APPOINTMENT) == []


def test_a_booking_is_taken_then_closed_and_its_member_sees_it(
    portal: Portal, alice: StaffActor
) -> None:
    claire = portal.write(add_member)
    ask(portal, claire)
    take(portal, alice, queue(portal, alice)[0])
    (line,) = queue(portal, alice)
    assert (line.assignee_id, line.assignee) == (alice.account_id, "Alice Martin")
    close(portal, alice, line)
    (line,) = queue(portal, alice)
    assert (line.status, line.outcome) == ("done", "Rappelé, réglé.")
    found = portal.read(own_bookings, actor=claire, now=portal.clock.now(), cipher=portal.cipher)
    assert [one.status for one in found.past] == ["done"]
    assert "réglé" not in repr(found)
    acts = portal.read(lambda session: {row.act for row in session.exec(select(AuditEntry))})
    assert {"booking.made", "booking.taken", "booking.done"} <= acts


def test_two_of_the_staff_do_not_undo_each_other_s_work(portal: Portal, alice: StaffActor) -> None:
    ask(portal, Visitor())
    bruno = StaffActor(
        portal.write(add_staff_member, email="bruno@example.org", staff_name="Bruno"), Role.AGENT, 2
    )
    (seen,) = queue(portal, alice)
    take(portal, bruno, seen)
    for act in (take, close):
        with pytest.raises(NotAllowed, match="vient d’être changé"):
            act(portal, alice, seen)
    assert queue(portal, alice)[0].assignee == "Bruno"


def test_what_is_closed_stays_closed(portal: Portal, alice: StaffActor) -> None:
    ask(portal, Visitor())
    close(portal, alice, queue(portal, alice)[0])
    (line,) = queue(portal, alice)
    with pytest.raises(NotAllowed):
        close(portal, alice, line, "missed")


def test_a_member_who_was_missed_hears_of_it_and_is_not_reminded_any_more(
    portal: Portal, alice: StaffActor
) -> None:
    claire = portal.write(add_member)
    ask(portal, claire)
    close(portal, alice, queue(portal, alice)[0], "missed")
    told = portal.read(lambda session: session.exec(select(Notification)).all())
    assert [(one.account_id, one.topic) for one in told] == [(claire.account_id, "rendez_vous")]
    letters = portal.read(lambda session: session.exec(select(OutboxMessage)).all())
    assert not [row for row in letters if row.letter == "booking_reminder"]


def test_only_the_staff_see_the_queue(portal: Portal) -> None:
    claire = portal.write(add_member)
    ask(portal, claire)
    line = QueueBooking(1, 1, "", "", "", "", "", TEN, TEN, "", "", "", "", None, None, "", "")
    for actor in (claire, Visitor()):
        for act in (take, close):
            with pytest.raises(NotAllowed):
                act(portal, actor, line)
        with pytest.raises(NotAllowed):
            queue(portal, actor)


def test_what_does_not_exist_is_not_found(portal: Portal, alice: StaffActor) -> None:
    line = QueueBooking(404, 1, "", "", "", "", "", TEN, TEN, "", "", "", "", None, None, "", "")
    for act in (take, close):
        with pytest.raises(NotFound):
            act(portal, alice, line)
