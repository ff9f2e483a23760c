"""What somebody wants to be told of, by which channel, and when they are left alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor, Visitor
from portal.domain.errors import InvalidInput, NotAllowed
from portal.domain.notifications import Channel, Topic
from portal.domain.quiet_hours import Quiet, clock_text, hour_text, minute_of, quiet_until
from portal.models.notifications import NotificationChoice, QuietHours
from portal.services.notification_choices import (
    Preferences,
    choose,
    clear_quiet_hours,
    read_preferences,
    set_quiet_hours,
)
from tests.cast import add_member
from tests.hostile import HOSTILE_TEXTS

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def claire(portal: Portal) -> MemberActor:
    """A member who chose nothing."""
    return portal.write(add_member)


def pick(portal: Portal, actor: MemberActor, topic: str, channel: str, wanted: bool) -> None:
    portal.write(
        choose, actor=actor, now=portal.clock.now(), topic=topic, channel=channel, wanted=wanted
    )


def preferences(portal: Portal, actor: MemberActor) -> Preferences:
    return portal.read(read_preferences, actor=actor)


def rows(portal: Portal) -> list[tuple[str, str, bool]]:
    def run(*, session: Session) -> list[tuple[str, str, bool]]:
        found = session.exec(select(NotificationChoice)).all()
        return [(row.topic, row.channel, row.wanted) for row in found]

    return portal.read(run)


def test_before_any_choice_all_comes_by_email_and_in_the_portal_and_appointments_by_sms(
    portal: Portal, claire: MemberActor
) -> None:
    wanted = preferences(portal, claire).wanted
    assert len(wanted) == len(Topic) * len(Channel)
    assert all(wanted[topic, Channel.EMAIL] and wanted[topic, Channel.PORTAL] for topic in Topic)
    by_sms = [topic for topic in Topic if wanted[topic, Channel.SMS]]
    assert by_sms == [Topic.APPOINTMENT]


def test_only_what_differs_from_the_usual_is_stored(portal: Portal, claire: MemberActor) -> None:
    pick(portal, claire, "message", "email", wanted=False)
    pick(portal, claire, "message", "email", wanted=False)
    assert rows(portal) == [("message", "email", False)]
    assert not preferences(portal, claire).wanted[Topic.MESSAGE, Channel.EMAIL]
    pick(portal, claire, "message", "email", wanted=True)
    assert rows(portal) == []


def test_one_member_s_choices_are_not_another_s(portal: Portal, claire: MemberActor) -> None:
    other = portal.write(add_member, first_name="Luc")
    pick(portal, claire, "document", "portail", wanted=False)
    assert preferences(portal, other).wanted[Topic.DOCUMENT, Channel.PORTAL]


@pytest.mark.parametrize("channel", Channel)
def test_security_cannot_be_turned_off(
    portal: Portal, claire: MemberActor, channel: Channel
) -> None:
    with pytest.raises(InvalidInput, match="toujours"):
        pick(portal, claire, "securite", channel, wanted=False)


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_a_choice_or_an_hour_that_is_none_is_refused_and_changes_nothing(
    portal: Portal, claire: MemberActor, text: str
) -> None:
    for topic, channel in ((text, "email"), ("message", text)):
        with pytest.raises(InvalidInput):
            pick(portal, claire, topic, channel, wanted=True)
    for starts, ends in ((text, "07:00"), ("22:00", text)):
        with pytest.raises(InvalidInput):
            keep_quiet(portal, claire, starts, ends)
    assert rows(portal) == []
    assert preferences(portal, claire).quiet is None


def test_the_same_choice_sent_many_times_at_once_is_made_once(
    portal: Portal, claire: MemberActor
) -> None:
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda _: pick(portal, claire, "message", "sms", wanted=True), range(6)))
    assert rows(portal) == [("message", "sms", True)]


def keep_quiet(portal: Portal, actor: MemberActor, starts: str, ends: str) -> None:
    portal.write(set_quiet_hours, actor=actor, now=portal.clock.now(), starts=starts, ends=ends)


def test_quiet_hours_are_set_changed_and_cleared(portal: Portal, claire: MemberActor) -> None:
    keep_quiet(portal, claire, "22:00", "07:00")
    assert preferences(portal, claire).quiet == Quiet(22 * 60, 7 * 60)
    keep_quiet(portal, claire, "12:15", "14:00")
    assert preferences(portal, claire).quiet == Quiet(12 * 60 + 15, 14 * 60)
    for _ in range(2):
        portal.write(clear_quiet_hours, actor=claire, now=portal.clock.now())
    assert preferences(portal, claire).quiet is None


def test_quiet_hours_sent_many_times_at_once_are_one(portal: Portal, claire: MemberActor) -> None:
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda _: keep_quiet(portal, claire, "22:00", "07:00"), range(6)))

    def count(*, session: Session) -> int:
        return len(session.exec(select(QuietHours)).all())

    assert portal.read(count) == 1


def test_quiet_hours_last_some_time(portal: Portal, claire: MemberActor) -> None:
    with pytest.raises(InvalidInput) as refusal:
        keep_quiet(portal, claire, "08:00", "08:00")
    assert refusal.value.field == "ends"


def test_nobody_has_preferences_without_being_signed_in(portal: Portal) -> None:
    now = portal.clock.now()
    with pytest.raises(NotAllowed):
        portal.read(read_preferences, actor=Visitor())
    with pytest.raises(NotAllowed):
        portal.write(clear_quiet_hours, actor=Visitor(), now=now)
    with pytest.raises(NotAllowed):
        portal.write(set_quiet_hours, actor=Visitor(), now=now, starts="22:00", ends="07:00")
    with pytest.raises(NotAllowed):
        portal.write(
            choose, actor=Visitor(), now=now, topic="message", channel="email", wanted=True
        )


def paris(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("now", "over"),
    [
        (paris(20, 21, 59), None),
        (paris(20, 22), paris(21, 7)),
        (paris(20, 23, 59), paris(21, 7)),
        (paris(21, 0), paris(21, 7)),
        (paris(21, 6, 59), paris(21, 7)),
        (paris(21, 7), None),
        # The clocks change within the night: seven is seven.
        (paris(28, 23, month=3), paris(29, 7, month=3)),
        (paris(24, 23, month=10), paris(25, 7, month=10)),
    ],
)
def test_a_quiet_night_passes_midnight(now: datetime, over: datetime | None) -> None:
    found = quiet_until(now.astimezone(UTC), Quiet(22 * 60, 7 * 60), PARIS)
    assert found == (over.astimezone(UTC) if over else None)


def test_quiet_hours_may_lie_within_a_day() -> None:
    siesta = Quiet(13 * 60, 15 * 60)
    assert quiet_until(paris(20, 14), siesta, PARIS) == paris(20, 15)
    assert quiet_until(paris(20, 12, 59), siesta, PARIS) is None
    assert quiet_until(paris(20, 15), siesta, PARIS) is None
    assert quiet_until(paris(20, 14), None, PARIS) is None


def test_hours_are_read_and_written() -> None:
    assert minute_of("22:30") == 1350
    assert clock_text(1350) == "22:30"
    assert clock_text(0) == "00:00"
    assert (hour_text(1350), hour_text(420)) == ("22\u00a0h\u00a030", "7\u00a0h")
    for text in ("24:00", "7:00", "07:60", "07:00:00", "٠٧:٠٠", " 07:00", "07:00\n"):
        assert minute_of(text) is None
