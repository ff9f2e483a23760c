"""Telling somebody something: the bell, the letters, and what the bell's owner does with it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor, Visitor
from portal.domain.errors import NotAllowed, NotFound
from portal.domain.notifications import Channel, Topic
from portal.models.accounts import Account
from portal.models.live import LiveEvent
from portal.models.notifications import Notification
from portal.models.outbox import OutboxMessage
from portal.services.bell import (
    MOST_COUNTED,
    BellLine,
    BellPage,
    count_unread,
    find_notifications,
    mark_all_read,
    mark_read,
    take_back,
)
from portal.services.notification_choices import choose, set_quiet_hours
from portal.services.notifications import notify
from portal.views import notifications as views
from tests.cast import add_member
from tests.clock import ManualClock

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def claire(portal: Portal) -> MemberActor:
    """A member with an account and no phone number."""
    return portal.write(add_member)


def tell(
    portal: Portal, actor: MemberActor, key: str = "k", topic: Topic = Topic.MESSAGE, **more: Any
) -> None:
    words = {"title": "Réponse à un message", "body": "Une réponse.", "href": "/espace"}

    def run(*, session: Session) -> None:
        notify(
            session,
            cipher=portal.cipher,
            now=portal.clock.now(),
            zone=PARIS,
            key=key,
            account_id=actor.account_id,
            topic=topic,
            **(words | more),
        )

    portal.write(run)


def give_phone(portal: Portal, actor: MemberActor, phone: str = "+33639980001") -> None:
    def run(*, session: Session) -> None:
        session.get_one(Account, actor.account_id).phone = phone

    portal.write(run)


def letters(portal: Portal) -> list[tuple[str, str, datetime]]:
    """The letters that wait: channel, recipient, not before when."""

    def run(*, session: Session) -> list[tuple[str, str, datetime]]:
        rows = session.exec(select(OutboxMessage).order_by(OutboxMessage.channel)).all()
        return [
            (row.channel, portal.cipher.decrypt(row.recipient_sealed), row.next_try_at)
            for row in rows
        ]

    return portal.read(run)


def page(portal: Portal, actor: MemberActor, number: int = 1) -> BellPage:
    return portal.read(find_notifications, actor=actor, page=number)


def announced(portal: Portal, topic: str = "notifications") -> int:
    def run(*, session: Session) -> int:
        return len(session.exec(select(LiveEvent).where(LiveEvent.topic == topic)).all())

    return portal.read(run)


def test_somebody_who_chose_nothing_is_told_by_the_bell_and_by_email(
    portal: Portal, claire: MemberActor
) -> None:
    tell(portal, claire)
    [line] = page(portal, claire).lines
    assert (line.title, line.body, line.is_unread) == ("Réponse à un message", "Une réponse.", True)
    [(channel, to, not_before)] = letters(portal)
    assert (channel, not_before) == (Channel.EMAIL, portal.clock.now())
    assert to.startswith("member")
    assert announced(portal) == 1


def test_a_letter_names_the_topic_and_nothing_else(portal: Portal, claire: MemberActor) -> None:
    tell(portal, claire, title="Votre couronne", body="Une couronne dentaire")

    def run(*, session: Session) -> str:
        return portal.cipher.decrypt(session.exec(select(OutboxMessage.values_sealed)).one() or "")

    assert "couronne" not in portal.read(run)


def test_what_was_refused_does_not_come_and_what_was_asked_for_does(
    portal: Portal, claire: MemberActor
) -> None:
    give_phone(portal, claire)
    now = portal.clock.now()
    for channel, wanted in (("email", False), ("portail", False), ("sms", True)):
        portal.write(choose, actor=claire, now=now, topic="message", channel=channel, wanted=wanted)
    tell(portal, claire)
    assert [(channel, to) for channel, to, _ in letters(portal)] == [("sms", "+33639980001")]
    assert page(portal, claire).count == 0


def test_no_sms_goes_to_somebody_without_a_phone(portal: Portal, claire: MemberActor) -> None:
    tell(portal, claire, topic=Topic.APPOINTMENT)
    assert [channel for channel, *_ in letters(portal)] == ["email"]


@pytest.mark.parametrize("topic", [Topic.MESSAGE, Topic.SECURITY])
def test_letters_wait_for_the_end_of_the_quiet_hours_but_security_does_not(
    portal: Portal, claire: MemberActor, topic: Topic
) -> None:
    now = portal.clock.now()  # ten o'clock in Paris
    portal.write(set_quiet_hours, actor=claire, now=now, starts="22:00", ends="12:30")
    tell(portal, claire, topic=topic)
    [(_, _, not_before)] = letters(portal)
    wait = timedelta(0) if topic is Topic.SECURITY else timedelta(hours=2, minutes=30)
    assert not_before == now + wait
    assert page(portal, claire).unread == 1


def test_the_same_thing_told_twice_is_told_once(portal: Portal, claire: MemberActor) -> None:
    tell(portal, claire)
    tell(portal, claire)
    tell(portal, claire, key="other")
    assert page(portal, claire).count == 2
    assert len(letters(portal)) == 2


def test_the_same_thing_told_by_several_at_once_is_told_once(
    portal: Portal, claire: MemberActor
) -> None:
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda _: tell(portal, claire), range(6)))
    assert page(portal, claire).count == 1
    assert len(letters(portal)) == 1


def test_a_closed_account_is_told_nothing(portal: Portal, claire: MemberActor) -> None:
    def close(*, session: Session) -> None:
        session.get_one(Account, claire.account_id).disabled_at = portal.clock.now()

    portal.write(close)
    tell(portal, claire)
    assert letters(portal) == []


def test_the_newest_come_first_by_pages_of_twenty(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    for number in range(45):
        tell(portal, claire, key=str(number), title=str(number))
        clock.advance(timedelta(minutes=1))
    first, last = page(portal, claire), page(portal, claire, 3)
    assert [line.title for line in first.lines] == [str(n) for n in range(44, 24, -1)]
    assert [line.title for line in last.lines] == ["4", "3", "2", "1", "0"]
    assert (first.count, first.unread, first.pages) == (45, 45, 3)
    assert page(portal, claire, 9).page == 3
    assert page(portal, claire, -1).page == 1


def test_the_bell_counts_no_further_than_it_shows(portal: Portal, claire: MemberActor) -> None:
    def many(*, session: Session) -> None:
        session.add_all(
            Notification(
                key=f"n{number}",
                account_id=claire.account_id,
                topic="message",
                title="t",
                body="b",
                href="/espace",
                created_at=portal.clock.now(),
            )
            for number in range(MOST_COUNTED + 5)
        )

    portal.write(many)
    assert portal.read(count_unread, actor=claire) == MOST_COUNTED


def test_opening_one_marks_it_read_once_and_tells_the_other_tabs(
    portal: Portal, claire: MemberActor
) -> None:
    tell(portal, claire)
    [line] = page(portal, claire).lines
    for _ in range(2):
        portal.write(mark_read, actor=claire, now=portal.clock.now(), notification_id=line.id)
    assert page(portal, claire).unread == 0
    assert announced(portal) == 2


def test_somebody_else_s_notification_is_like_one_that_does_not_exist(
    portal: Portal, claire: MemberActor
) -> None:
    tell(portal, claire)
    [line] = page(portal, claire).lines
    other = portal.write(add_member, first_name="Luc")
    answers = set()
    for number in (line.id, 2**31 - 1, 0, -1):
        with pytest.raises(NotFound) as refusal:
            portal.write(mark_read, actor=other, now=portal.clock.now(), notification_id=number)
        answers.add(refusal.value.sentence)
    assert len(answers) == 1
    assert page(portal, claire).unread == 1
    assert page(portal, other).count == 0


def test_everything_is_marked_read_and_that_can_be_taken_back(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    other = portal.write(add_member, first_name="Luc")
    for number in range(3):
        tell(portal, claire, key=str(number))
    tell(portal, other, key="other")
    opened = page(portal, claire).lines[0].id
    portal.write(mark_read, actor=claire, now=clock.now(), notification_id=opened)
    clock.advance(timedelta(seconds=1))
    marked_at = clock.now()
    assert portal.write(mark_all_read, actor=claire, now=marked_at) == 2
    assert portal.write(mark_all_read, actor=claire, now=clock.now()) == 0
    assert page(portal, claire).unread == 0
    assert page(portal, other).unread == 1
    tell(portal, claire, key="later")
    taken_back = [
        portal.write(take_back, actor=claire, now=clock.now(), read_at=marked_at) for _ in range(2)
    ]
    assert taken_back == [2, 0]
    assert page(portal, claire).unread == 3


def test_marking_all_read_many_times_at_once_counts_each_once(
    portal: Portal, claire: MemberActor
) -> None:
    for number in range(4):
        tell(portal, claire, key=str(number))

    def mark(_: int) -> int:
        return portal.write(mark_all_read, actor=claire, now=portal.clock.now())

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(mark, range(4))) == 4


def test_nobody_has_a_bell_without_being_signed_in(portal: Portal) -> None:
    for service, more in (
        (count_unread, {}),
        (find_notifications, {"page": 1}),
        (mark_read, {"now": portal.clock.now(), "notification_id": 1}),
        (mark_all_read, {"now": portal.clock.now()}),
        (take_back, {"now": portal.clock.now(), "read_at": portal.clock.now()}),
    ):
        with pytest.raises(NotAllowed):
            portal.write(service, actor=Visitor(), **more)


@pytest.mark.parametrize(
    "href", ["//evil.example", "https://evil.example", "javascript:alert(1)", "", "/\\evil.example"]
)
def test_a_notification_leads_nowhere_but_into_the_portal(href: str) -> None:
    now = datetime(2026, 11, 20, 9, 5, tzinfo=UTC)
    line = BellLine(1, Topic.MESSAGE, "t", "b", href, now, is_unread=True)
    [row] = views.rows(BellPage((line,), 1, 1, 1, 1), now, PARIS)
    assert row.href == "/notifications"


@pytest.mark.parametrize(
    ("ago", "told"),
    [
        (timedelta(0), "Aujourd’hui à 10\u00a0h\u00a005"),
        (timedelta(hours=10, minutes=6), "Hier à 23\u00a0h\u00a059"),
        (timedelta(days=19), "1er novembre 2026 à 10\u00a0h\u00a005"),
    ],
)
def test_when_it_rang_is_told_as_the_member_s_clock_says(ago: timedelta, told: str) -> None:
    now = datetime(2026, 11, 20, 9, 5, tzinfo=UTC)
    line = BellLine(1, Topic.MESSAGE, "t", "b", "/espace", now - ago, is_unread=False)
    [row] = views.rows(BellPage((line,), 1, 0, 1, 1), now, PARIS)
    assert row.when == told


@pytest.mark.parametrize(("unread", "worn"), [(0, ""), (1, "1"), (99, "99"), (100, "99+")])
def test_the_bell_wears_a_count_up_to_ninety_nine(unread: int, worn: str) -> None:
    assert views.badge(unread) == worn
