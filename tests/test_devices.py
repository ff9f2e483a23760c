"""The browsers of an account: how they are named, when a new one is told of, which are trusted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor
from portal.domain.devices import UNKNOWN_DEVICE, device_name, network_range
from portal.domain.errors import NotAllowed, NotFound, TicketRefused
from portal.domain.letters import Letter
from portal.models.accounts import Account
from portal.models.notifications import Notification
from portal.models.outbox import OutboxMessage
from portal.models.sessions import Device
from portal.services.devices import (
    TrustedDevice,
    distrust_device,
    distrust_devices,
    open_session,
    trust_device,
    trusted_devices,
)
from portal.services.sessions import end_sessions_of, issue_ticket
from tests.cast import add_member
from tests.clock import ManualClock
from tests.hostile import HOSTILE_TEXTS

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def claire(portal: Portal) -> MemberActor:
    """A member who was never here."""
    return portal.write(add_member)


def enter(
    portal: Portal,
    actor: MemberActor,
    browser: str = "home",
    user_agent: str = FIREFOX,
    network: str = "192.0.2.17",
) -> None:
    """Open a session in a browser."""
    ticket = portal.write(
        issue_ticket, now=portal.clock.now(), account_id=actor.account_id, browser=browser
    )
    portal.write(
        open_session,
        cipher=portal.cipher,
        now=portal.clock.now(),
        limits=portal.settings.limits,
        ticket=ticket,
        browser=browser,
        user_agent=user_agent,
        network=network,
    )


def told(portal: Portal) -> list[str]:
    """The lines of the bell."""
    lines = portal.read(lambda session: session.exec(select(Notification)).all())
    letters = portal.read(lambda session: session.exec(select(OutboxMessage.letter)).all())
    assert list(letters) == [Letter.NEW_DEVICE] * len(lines)
    return [line.body for line in lines]


def trusted(portal: Portal, actor: MemberActor, browser: str = "") -> list[TrustedDevice]:
    return portal.read(trusted_devices, now=portal.clock.now(), actor=actor, browser=browser)


def trust(portal: Portal, actor: MemberActor, browser: str) -> None:
    portal.write(trust_device, now=portal.clock.now(), account_id=actor.account_id, browser=browser)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox sur Windows"),
        (IPHONE, "Safari sur iPhone"),
        (
            "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/126.0.0.0 Mobile Safari/537.36",
            "Chrome sur Android",
        ),
        (
            "Mozilla/5.0 (Linux; Android 13; SM-S901B) AppleWebKit/537.36 (KHTML, like Gecko) "
            "SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
            "Samsung Internet sur Android",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
            "Edge sur Windows",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/17.5 Safari/605.1.15",
            "Safari sur Mac",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) CriOS/126.0 Mobile/15E148 Safari/604.1",
            "Chrome sur iPhone",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "HeadlessChrome/126.0.0.0 Safari/537.36",
            "Chrome sur Linux",
        ),
        (
            "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/126.0.0.0 Safari/537.36",
            "Chrome sur ChromeOS",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Linux"),
        ("curl/8.5.0", UNKNOWN_DEVICE),
        ("", UNKNOWN_DEVICE),
        (None, UNKNOWN_DEVICE),
    ],
)
def test_a_browser_has_a_name_its_owner_recognises(user_agent: str | None, name: str) -> None:
    assert device_name(user_agent) == name


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_what_a_browser_says_of_itself_is_never_shown(text: str) -> None:
    assert device_name(text) == UNKNOWN_DEVICE
    assert device_name(f"Firefox/1 {text} Windows"[:300]).startswith("Firefox")
    assert network_range(text) == "inconnu"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("192.0.2.17", "192.0.2.x"),
        ("::ffff:192.0.2.17", "192.0.2.x"),
        ("2001:db8:1:2::17", "2001:db8:1:x"),
        ("fe80::1%eth0", "fe80:0:0:x"),
        ("", "inconnu"),
        (None, "inconnu"),
        ("192.0.2", "inconnu"),
    ],
)
def test_an_address_is_shown_as_a_neighbourhood(address: str | None, shown: str) -> None:
    assert network_range(address) == shown


def test_a_browser_never_seen_is_told_of_but_for_the_very_first(
    portal: Portal, claire: MemberActor
) -> None:
    enter(portal, claire)
    enter(portal, claire)
    assert told(portal) == []
    enter(portal, claire, "phone", IPHONE, "198.51.100.4")
    enter(portal, claire, "phone", IPHONE, "198.51.100.9")
    (line,) = told(portal)
    assert line.startswith("Safari sur iPhone, adresse 198.51.100.x.")


def test_a_browser_that_was_just_trusted_is_told_of_like_any_other(
    portal: Portal, claire: MemberActor
) -> None:
    enter(portal, claire)
    trust(portal, claire, "phone")
    enter(portal, claire, "phone", IPHONE)
    assert len(told(portal)) == 1


def test_a_browser_without_a_cookie_is_new_each_time(portal: Portal, claire: MemberActor) -> None:
    enter(portal, claire)
    enter(portal, claire, "")
    enter(portal, claire, "")
    assert len(told(portal)) == 2
    rows = portal.read(lambda session: session.exec(select(Device)).all())
    assert len(rows) == 1


def test_two_members_of_one_browser_each_know_it(portal: Portal, claire: MemberActor) -> None:
    enter(portal, claire)
    enter(portal, portal.write(add_member, first_name="Paul"))
    assert told(portal) == []


def test_the_same_new_browser_entering_twice_at_once_is_one_device_told_once(
    portal: Portal, claire: MemberActor
) -> None:
    enter(portal, claire)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: enter(portal, claire, "phone", IPHONE), range(4)))
    assert len(told(portal)) == 1
    rows = portal.read(lambda session: session.exec(select(Device)).all())
    assert len(rows) == 2


def test_a_refused_ticket_leaves_no_device(portal: Portal, claire: MemberActor) -> None:
    with pytest.raises(TicketRefused):
        portal.write(
            open_session,
            cipher=portal.cipher,
            now=portal.clock.now(),
            limits=portal.settings.limits,
            ticket="made up",
            browser="home",
            user_agent=FIREFOX,
            network="192.0.2.17",
        )
    assert portal.read(lambda session: session.exec(select(Device)).all()) == []


def test_a_ticket_opens_nothing_once_the_account_s_sessions_were_ended(
    portal: Portal, claire: MemberActor
) -> None:
    now = portal.clock.now()
    ticket = portal.write(issue_ticket, now=now, account_id=claire.account_id, browser="home")
    portal.write(end_sessions_of, account_id=claire.account_id, now=now, reason="password")
    with pytest.raises(TicketRefused):
        portal.write(
            open_session,
            cipher=portal.cipher,
            now=now,
            limits=portal.settings.limits,
            ticket=ticket,
            browser="home",
            user_agent=FIREFOX,
            network="192.0.2.17",
        )


def test_a_demonstration_member_is_told_nothing(portal: Portal, claire: MemberActor) -> None:
    def mark(*, session: Session) -> None:
        session.get_one(Account, claire.account_id).is_demo = True

    portal.write(mark)
    enter(portal, claire)
    enter(portal, claire, "phone", IPHONE)
    assert told(portal) == []


def test_trusted_devices_are_listed_until_they_are_forgotten(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    for browser, user_agent in (("home", FIREFOX), ("phone", IPHONE)):
        enter(portal, claire, browser, user_agent)
        trust(portal, claire, browser)
        clock.advance(timedelta(hours=1))
    listed = trusted(portal, claire, "home")
    assert [(one.name, one.is_this) for one in listed] == [
        ("Safari sur iPhone", False),
        ("Firefox sur Windows", True),
    ]
    stranger = portal.write(add_member, first_name="Paul")
    assert trusted(portal, stranger) == []
    arguments = {"now": clock.now(), "device_id": listed[0].id}
    with pytest.raises(NotFound):
        portal.write(distrust_device, actor=stranger, **arguments)
    with pytest.raises(NotAllowed):
        portal.write(distrust_device, actor=None, **arguments)
    portal.write(distrust_device, actor=claire, **arguments)
    assert [one.name for one in trusted(portal, claire)] == ["Firefox sur Windows"]
    portal.write(distrust_devices, account_id=claire.account_id)
    assert trusted(portal, claire) == []


def test_trust_given_twice_at_once_is_one_device(portal: Portal, claire: MemberActor) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: trust(portal, claire, "home"), range(4)))
    assert len(trusted(portal, claire)) == 1


def test_trust_ends_after_thirty_days(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    trust(portal, claire, "home")
    clock.advance(timedelta(days=30))
    assert trusted(portal, claire) == []
