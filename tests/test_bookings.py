"""Booking a callback or an appointment, moving it, giving it back."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from sqlmodel import Session, col, select

from portal.adapters.letters import write_letter
from portal.bootstrap import Portal
from portal.domain.actors import Actor, MemberActor, Role, StaffActor, Visitor
from portal.domain.bookings import Kind, Medium, Opening, Reason
from portal.domain.errors import InvalidInput, LinkRefused, NotAllowed, NotFound
from portal.domain.letters import Letter
from portal.models.accounts import Account
from portal.models.bookings import Booking
from portal.models.live import LiveEvent
from portal.models.outbox import OutboxMessage
from portal.services.booking import Booked, Wish, book
from portal.services.booking_changes import Handle, cancel_booking, move_booking, restore_booking
from portal.services.opening_hours import save_opening_hours
from portal.services.own_bookings import (
    booking_of_link,
    calendar_entry,
    known_contact,
    next_booking,
    own_bookings,
)
from portal.services.slots import SlotTaken, open_days
from portal.settings import brand
from tests.cast import add_member
from tests.clock import ManualClock
from tests.hostile import HOSTILE_TEXTS

PARIS = ZoneInfo("Europe/Paris")
SLOT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # Monday, ten o'clock in Paris
LATER = SLOT + timedelta(minutes=30)
WISH = Wish(SLOT, "Claire Moreau", "06 12 34 56 78", Reason.SIGN_IN, "claire@example.org")
APPOINTMENT = replace(
    WISH,
    kind=Kind.APPOINTMENT,
    starts_at=datetime(2026, 11, 24, 7, 30, tzinfo=UTC),
    reason=Reason.CONTRACT,
)
VISITOR = Visitor()
MANAGER = StaffActor(1, Role.MANAGER, 1)


def ask(portal: Portal, wish: Wish = WISH, *, actor: Actor = VISITOR, **where: object) -> Booked:
    known = {"browser": "browser", "network": "192.0.2.1", "has_video": True}
    return portal.write(
        book,
        actor=actor,
        now=portal.clock.now(),
        zone=PARIS,
        cipher=portal.cipher,
        wish=wish,
        **(known | where),
    )


def another(number: int, starts_at: datetime = SLOT) -> Wish:
    return replace(
        WISH,
        phone=f"06 12 34 {number // 100:02d} {number % 100:02d}",
        email="",
        starts_at=starts_at,
    )


def ask_as_another(portal: Portal, number: int, starts_at: datetime = SLOT) -> Booked:
    network = f"198.51.100.{number % 250}"
    return ask(portal, another(number, starts_at), browser=f"b{number}", network=network)


def change(portal: Portal, service, handle: Handle, *, actor: Actor = VISITOR, **more) -> None:
    if service is not cancel_booking:
        more["zone"] = PARIS
    portal.write(
        service,
        actor=actor,
        now=portal.clock.now(),
        cipher=portal.cipher,
        handle=handle,
        **more,
    )


def rows(portal: Portal) -> list[Booking]:
    return portal.read(
        lambda session: list(session.exec(select(Booking).order_by(col(Booking.id))))
    )


def letters(portal: Portal) -> list[tuple[str, str, dict[str, str]]]:
    found = portal.read(
        lambda session: list(session.exec(select(OutboxMessage).order_by(col(OutboxMessage.id))))
    )
    return [
        (row.letter, row.channel, json.loads(portal.cipher.decrypt(row.values_sealed or "")))
        for row in found
    ]


def free(portal: Portal, kind: Kind = Kind.CALLBACK) -> set[datetime]:
    days = portal.read(open_days, now=portal.clock.now(), zone=PARIS, kind=kind)
    return {slot.starts_at for day in days for slot in day.slots if slot.is_free}


def with_capacity(portal: Portal, capacity: int) -> None:
    portal.write(
        save_opening_hours,
        actor=MANAGER,
        now=portal.clock.now(),
        kind=Kind.CALLBACK,
        hours=[Opening(weekday, 540, 1080, 30, capacity) for weekday in range(5)],
    )


def test_a_visitor_books_a_callback_whose_reference_one_can_read_out(portal: Portal) -> None:
    booked = ask(portal)
    assert re.fullmatch(r"R-[34679ACDEFGHJKMNPQRTWXY]{6}", booked.reference)
    (row,) = rows(portal)
    assert (row.kind, row.medium, row.reason, row.status) == (
        "callback",
        "phone",
        "connexion",
        "booked",
    )
    assert (row.starts_at, row.ends_at, row.seat) == (SLOT, LATER, 0)
    assert "Claire" not in row.contact_sealed
    assert booked.token not in (row.link_hash or "")
    contact = json.loads(portal.cipher.decrypt(row.contact_sealed))
    assert contact["phone"] == "+33612345678"


def test_a_member_signed_in_is_known_and_needs_no_link(portal: Portal) -> None:
    claire = portal.write(add_member)
    booked = ask(portal, actor=claire)
    (row,) = rows(portal)
    assert (row.account_id, row.member_id) == (claire.account_id, claire.member_id)
    assert (booked.token, row.link_hash) == ("", None)
    own = portal.read(own_bookings, actor=claire, now=portal.clock.now(), cipher=portal.cipher)
    assert [line.reference for line in own.coming] == [booked.reference]
    known = portal.read(known_contact, actor=claire)
    assert known
    assert known.name == "Claire Moreau"
    assert portal.read(known_contact, actor=Visitor()) is None


def test_the_same_wish_sent_twice_is_one_booking(portal: Portal) -> None:
    assert ask(portal) == ask(portal)
    assert len(rows(portal)) == 1
    assert len(letters(portal)) == 1
    assert ask(portal, browser="another").reference != ask(portal).reference


def test_the_same_wish_sent_many_times_at_once_is_one_booking(portal: Portal) -> None:
    with ThreadPoolExecutor(6) as threads:
        made = set(threads.map(lambda _: ask(portal).reference, range(6)))
    assert len(made) == 1
    assert len(rows(portal)) == 1


def test_of_a_hundred_who_want_the_last_places_as_many_get_one_as_there_are(portal: Portal) -> None:
    with_capacity(portal, 3)

    def attempt(number: int) -> str:
        try:
            return ask_as_another(portal, number).reference
        except SlotTaken as taken:
            lost.append(taken)
            return ""

    lost: list[SlotTaken] = []
    with ThreadPoolExecutor(100) as threads:
        won = [reference for reference in threads.map(attempt, range(100)) if reference]
    assert (len(won), len(lost)) == (3, 97)
    assert {taken.sentence for taken in lost} == {
        "Ce créneau vient d’être pris. Choisissez-en un autre."
    }
    assert all(taken.others and SLOT not in taken.others for taken in lost)
    assert sorted(row.seat or 0 for row in rows(portal)) == [0, 1, 2]
    assert SLOT not in free(portal)


def test_a_slot_given_back_can_be_taken_again(portal: Portal) -> None:
    with_capacity(portal, 1)
    booked = ask(portal)
    with pytest.raises(SlotTaken):
        ask_as_another(portal, 1)
    change(portal, cancel_booking, Handle(token=booked.token))
    assert SLOT in free(portal)
    ask_as_another(portal, 1)


@pytest.mark.parametrize(
    "starts_at",
    [
        datetime(2026, 11, 20, 9, 15, tzinfo=UTC),  # between two slots
        datetime(2026, 11, 20, 8, 0, tzinfo=UTC),  # past
        datetime(2026, 11, 22, 9, 0, tzinfo=UTC),  # Sunday
        datetime(2027, 11, 23, 9, 0, tzinfo=UTC),  # too far
        datetime(9999, 12, 31, 9, 0, tzinfo=UTC),
        datetime(1, 1, 1, 9, 0, tzinfo=UTC),
    ],
)
def test_a_moment_that_is_no_slot_is_refused_with_the_nearest_ones(
    portal: Portal, starts_at: datetime
) -> None:
    with pytest.raises(SlotTaken, match="n’est plus proposé") as refused:
        ask(portal, replace(WISH, starts_at=starts_at))
    assert len(refused.value.others) == 3
    assert rows(portal) == []


def test_a_visitor_cannot_hoard_slots(portal: Portal, clock: ManualClock) -> None:
    moments = sorted(free(portal))
    first = ask(portal, replace(WISH, starts_at=moments[0]))
    ask(portal, replace(WISH, starts_at=moments[1]))
    with pytest.raises(NotAllowed, match="plusieurs créneaux"):
        ask(portal, replace(WISH, starts_at=moments[2]))
    with pytest.raises(NotAllowed, match="plusieurs créneaux"):
        ask(portal, replace(WISH, starts_at=moments[2]), browser="another")
    with pytest.raises(NotAllowed, match="plusieurs créneaux"):
        ask(portal, replace(WISH, starts_at=moments[2], phone="06 99 99 99 99"))
    change(portal, cancel_booking, Handle(token=first.token))
    ask(portal, replace(WISH, starts_at=moments[2]))


def test_one_network_address_cannot_ask_without_end(portal: Portal, clock: ManualClock) -> None:
    moments = sorted(free(portal))
    for number in range(10):
        ask(portal, another(number, moments[number]), browser=f"browser {number}")
    late = another(99, moments[40])
    with pytest.raises(NotAllowed, match="Appelez-nous"):
        ask(portal, late, browser="one more")
    ask(portal, late, browser="one more", network="192.0.2.2")
    clock.advance(timedelta(hours=1))
    ask(portal, another(98, moments[41]), browser="yet another")


@pytest.mark.parametrize("phone", ["", "12", "06 12 34 56", "abcdef", "+33", "061234567890"])
def test_a_number_that_is_none_is_refused_and_nothing_is_kept(portal: Portal, phone: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        ask(portal, replace(WISH, phone=phone))
    assert refused.value.field == "phone"
    assert rows(portal) == []


def test_an_appointment_is_for_members_only(portal: Portal) -> None:
    with pytest.raises(NotAllowed):
        ask(portal, APPOINTMENT)


def test_sharing_one_s_screen_takes_one_s_consent_and_a_tool(portal: Portal) -> None:
    claire = portal.write(add_member)
    screen = replace(APPOINTMENT, medium=Medium.SCREEN)
    with pytest.raises(InvalidInput) as refused:
        ask(portal, screen, actor=claire)
    assert refused.value.field == "consent"
    with pytest.raises(InvalidInput) as refused:
        ask(portal, replace(screen, consents=True), actor=claire, has_video=False)
    assert refused.value.field == "medium"
    ask(portal, replace(screen, consents=True), actor=claire)
    assert rows(portal)[0].consented_at == portal.clock.now()


def test_a_consent_to_nothing_is_not_kept(portal: Portal) -> None:
    claire = portal.write(add_member)
    ask(portal, replace(APPOINTMENT, consents=True), actor=claire)
    assert rows(portal)[0].consented_at is None


def test_a_booking_moves_and_its_old_place_is_free_again(portal: Portal) -> None:
    with_capacity(portal, 1)
    booked = ask(portal)
    change(portal, move_booking, Handle(token=booked.token), starts_at=LATER)
    (row,) = rows(portal)
    assert (row.starts_at, row.seat, row.sequence) == (LATER, 0, 1)
    assert SLOT in free(portal)
    assert LATER not in free(portal)
    change(portal, move_booking, Handle(token=booked.token), starts_at=LATER)
    assert rows(portal)[0].sequence == 1
    assert ask(portal).reference != booked.reference


def test_a_move_to_a_full_slot_leaves_the_booking_where_it_was(portal: Portal) -> None:
    with_capacity(portal, 1)
    booked = ask(portal)
    ask_as_another(portal, 1, LATER)
    with pytest.raises(SlotTaken):
        change(portal, move_booking, Handle(token=booked.token), starts_at=LATER)
    assert rows(portal)[0].starts_at == SLOT


def test_two_who_swap_slots_at_once_do_not_block_each_other(portal: Portal) -> None:
    with_capacity(portal, 2)
    one, two = ask_as_another(portal, 1), ask_as_another(portal, 2, LATER)
    moves = [(one.token, LATER), (two.token, SLOT)]
    with ThreadPoolExecutor(2) as threads:
        for done in [
            threads.submit(change, portal, move_booking, Handle(token=token), starts_at=to)
            for token, to in moves
        ]:
            done.result()
    assert [row.starts_at for row in rows(portal)] == [LATER, SLOT]


def test_past_the_limit_one_has_to_call(portal: Portal, clock: ManualClock) -> None:
    booked = ask(portal)
    clock.advance(SLOT - timedelta(minutes=29) - clock.now())
    line = portal.read(booking_of_link, now=clock.now(), cipher=portal.cipher, token=booked.token)
    assert not line.can_change
    handle = Handle(token=booked.token)
    with pytest.raises(NotAllowed, match="Appelez-nous"):
        change(portal, cancel_booking, handle)
    with pytest.raises(NotAllowed, match="Appelez-nous"):
        change(portal, move_booking, handle, starts_at=LATER)


def test_a_cancellation_can_be_taken_back_while_the_place_is_free(portal: Portal) -> None:
    with_capacity(portal, 1)
    booked = ask(portal)
    handle = Handle(token=booked.token)
    change(portal, cancel_booking, handle)
    change(portal, cancel_booking, handle)
    change(portal, restore_booking, handle)
    change(portal, restore_booking, handle)
    assert rows(portal)[0].status == "booked"
    change(portal, cancel_booking, handle)
    ask_as_another(portal, 1)
    with pytest.raises(NotAllowed, match="vient d’être pris"):
        change(portal, restore_booking, handle)
    assert rows(portal)[0].seat is None


def test_a_link_is_void_once_the_callback_is_over(portal: Portal, clock: ManualClock) -> None:
    booked = ask(portal)
    clock.advance(LATER - clock.now())
    with pytest.raises(LinkRefused):
        portal.read(booking_of_link, now=clock.now(), cipher=portal.cipher, token=booked.token)
    with pytest.raises(NotFound):
        change(portal, cancel_booking, Handle(token=booked.token))


def test_another_s_booking_is_answered_as_one_that_does_not_exist(portal: Portal) -> None:
    claire, yanis = portal.write(add_member), portal.write(add_member, first_name="Yanis")
    booked = ask(portal, actor=claire)
    answers = set()
    for reference in (booked.reference, "R-AAAAAA", ""):
        for service, more in (
            (cancel_booking, {}),
            (move_booking, {"starts_at": LATER}),
            (restore_booking, {}),
        ):
            with pytest.raises(NotFound) as refused:
                change(portal, service, Handle(reference), actor=yanis, **more)
            answers.add(refused.value.sentence)
    assert len(answers) == 1
    with pytest.raises(NotAllowed):
        change(portal, cancel_booking, Handle(booked.reference))
    assert own(portal, yanis) == []
    assert rows(portal)[0].status == "booked"


def own(portal: Portal, actor: MemberActor) -> list[str]:
    found = portal.read(own_bookings, actor=actor, now=portal.clock.now(), cipher=portal.cipher)
    return [line.reference for line in (*found.coming, *found.past)]


def test_the_next_booking_is_the_soonest_that_stands(portal: Portal) -> None:
    claire = portal.write(add_member)
    ask(portal, APPOINTMENT, actor=claire)
    soon = ask(portal, actor=claire)

    def coming() -> str:
        found = portal.read(next_booking, actor=claire, now=portal.clock.now())
        return found.reference if found else ""

    assert coming() == soon.reference
    change(portal, cancel_booking, Handle(soon.reference), actor=claire)
    assert coming() != soon.reference


def read_calendar(portal: Portal, number: int) -> icalendar.Component:
    letter, _, values = letters(portal)[number]
    written = write_letter(
        Letter(letter), values, head=brand(), public_url="https://espace.example.fr", zone=PARIS
    )
    assert written.attachment
    calendar = icalendar.Calendar.from_ical(written.attachment.content)
    (event,) = calendar.walk("VEVENT")
    assert ("method", str(calendar["METHOD"])) in written.attachment.parameters
    return event


def test_the_calendar_file_of_each_letter_changes_the_same_entry(
    portal: Portal, clock: ManualClock
) -> None:
    booked = ask(portal)
    made = read_calendar(portal, 0)
    assert (made["UID"], made["SEQUENCE"], made["STATUS"]) == (
        f"{booked.reference}@espace.example.fr",
        0,
        "CONFIRMED",
    )
    assert (made.decoded("DTSTART"), made.decoded("DTEND")) == (SLOT, LATER)
    leave(portal)
    change(portal, move_booking, Handle(token=booked.token), starts_at=LATER)
    moved = read_calendar(portal, 1)
    assert (moved["UID"], moved["SEQUENCE"]) == (made["UID"], 1)
    assert moved.decoded("DTSTART") == LATER
    leave(portal)
    change(portal, cancel_booking, Handle(token=booked.token))
    gone = read_calendar(portal, 2)
    assert (gone["UID"], gone["SEQUENCE"], gone["STATUS"]) == (made["UID"], 2, "CANCELLED")


def leave(portal: Portal) -> None:
    """Count everything in the outbox as sent."""

    def send(session: Session) -> None:
        for row in session.exec(select(OutboxMessage)):
            row.status = "sent"

    portal.write(send)


def test_the_calendar_file_can_be_fetched_by_whoever_was_given_its_address(portal: Portal) -> None:
    booked = ask(portal)
    found = portal.read(
        booking_of_link, now=portal.clock.now(), cipher=portal.cipher, token=booked.token
    )
    given = {"cipher": portal.cipher, "reference": booked.reference}
    entry = portal.read(calendar_entry, proof=found.proof, **given)
    assert (entry.starts_at, entry.sequence, entry.is_cancelled) == (SLOT, 0, False)
    for proof in ("", "0" * 32, *HOSTILE_TEXTS[:20]):
        with pytest.raises(NotFound):
            portal.read(calendar_entry, proof=proof, **given)


def test_a_visitor_is_written_to_with_the_link_and_a_member_without(portal: Portal) -> None:
    claire = portal.write(add_member)
    booked = ask(portal)
    ask(portal, replace(WISH, starts_at=LATER), actor=claire)
    ask_as_another(portal, 1)
    told = letters(portal)
    assert [letter for letter, _, _ in told[:2]] == ["callback_booked", "booking_made"]
    assert told[0][2]["link"] == f"/rappel/suivi?jeton={booked.token}"
    assert "link" not in told[1][2]
    assert not any("Claire" in str(values) or "+336" in str(values) for _, _, values in told)


def test_a_member_is_reminded_by_the_channels_chosen_until_it_is_cancelled_or_moved(
    portal: Portal,
) -> None:
    claire = portal.write(add_member)

    def with_phone(session: Session) -> None:
        session.get_one(Account, claire.account_id).phone = "+33639980001"

    portal.write(with_phone)
    booked = ask(portal, actor=claire)

    def reminders() -> list[tuple[str, datetime]]:
        found = portal.read(
            lambda session: list(
                session.exec(
                    select(OutboxMessage).where(OutboxMessage.letter == "booking_reminder")
                )
            )
        )
        return sorted((row.channel, row.next_try_at) for row in found)

    def around(moment: datetime) -> list[tuple[str, datetime]]:
        eve, soon = moment - timedelta(days=1), moment - timedelta(hours=1)
        return [("email", eve), ("email", soon), ("sms", eve), ("sms", soon)]

    assert reminders() == around(SLOT)
    change(portal, move_booking, Handle(booked.reference), actor=claire, starts_at=LATER)
    assert reminders() == around(LATER)
    change(portal, cancel_booking, Handle(booked.reference), actor=claire)
    assert reminders() == []
    change(portal, restore_booking, Handle(booked.reference), actor=claire)
    assert reminders() == around(LATER)
    assert "booking_cancelled" not in {letter for letter, _, _ in letters(portal)}


def test_an_address_that_somebody_typed_is_not_written_to_without_end(portal: Portal) -> None:
    moments = sorted(free(portal))
    for number in range(9):
        wish = replace(another(number, moments[number]), email="victim@example.org")
        ask(portal, wish, browser=f"b{number}")
    assert len(letters(portal)) == 6


def test_open_pages_are_told(portal: Portal) -> None:
    claire = portal.write(add_member)
    ask(portal, actor=claire)
    told = portal.read(
        lambda session: {(row.audience, row.topic) for row in session.exec(select(LiveEvent))}
    )
    assert {
        ("everybody", "slots"),
        ("staff", "bookings"),
        (f"account:{claire.account_id}", "bookings"),
    } <= told


def test_no_text_breaks_a_booking(portal: Portal) -> None:
    claire = portal.write(add_member)
    moments = sorted(free(portal, Kind.APPOINTMENT))
    for number, text in enumerate(HOSTILE_TEXTS):
        moment = moments[number % 40]
        for wish in (
            replace(WISH, name=text),
            replace(WISH, phone=text),
            replace(WISH, email=text),
        ):
            with suppress(InvalidInput, NotAllowed, SlotTaken):
                ask(portal, wish, browser=text, network=f"192.0.2.{number}")
        with suppress(InvalidInput, NotAllowed, SlotTaken):
            ask(portal, replace(APPOINTMENT, starts_at=moment, details=text), actor=claire)
        with pytest.raises(LinkRefused):
            portal.read(booking_of_link, now=portal.clock.now(), cipher=portal.cipher, token=text)
        with pytest.raises(NotFound):
            change(portal, cancel_booking, Handle(text), actor=claire)
    for row in rows(portal):
        assert len(row.details) <= 500
        contact = json.loads(portal.cipher.decrypt(row.contact_sealed))
        assert len(contact["name"]) <= 120
