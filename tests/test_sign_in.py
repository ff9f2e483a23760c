"""Signing in: who is let in, who waits, and for how long."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from passlib.hash import argon2  # pyright: ignore[reportAttributeAccessIssue] - made on demand
from sqlmodel import Session, col, select

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor
from portal.domain.errors import SignInLocked, SignInRefused
from portal.domain.letters import Letter
from portal.domain.networks import household
from portal.domain.text import storable
from portal.models.accounts import Account
from portal.models.audit import AuditEntry
from portal.models.notifications import Notification
from portal.models.outbox import OutboxMessage
from portal.services.devices import trust_device
from portal.services.passwords import hash_password
from portal.services.sign_in import SignInAnswer, enter_as, sign_in
from tests.cast import add_member
from tests.clock import ManualClock
from tests.hostile import HOSTILE_TEXTS

PASSWORD = "Lavande-Mistral-27"
EMAIL = "claire@example.org"


@pytest.fixture
def claire(portal: Portal) -> MemberActor:
    """A member who signs in with EMAIL and PASSWORD."""
    actor = portal.write(add_member)

    def give(*, session: Session) -> None:
        account = session.get_one(Account, actor.account_id)
        account.email, account.password_hash = EMAIL, hash_password(PASSWORD)

    portal.write(give)
    return actor


def attempt(
    portal: Portal, email: str = EMAIL, password: str = "Pas-le-bon-1", network: str = "192.0.2.1"
) -> SignInAnswer:
    return portal.write(
        sign_in,
        cipher=portal.cipher,
        now=portal.clock.now(),
        email=email,
        password=password,
        browser="browser",
        network=network,
        device="Firefox sur Windows",
    )


def acts(portal: Portal) -> list[tuple[str, str | None]]:
    """What the history says, and of which browser."""
    entries = portal.read(
        lambda session: session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    )
    return [
        (entry.act, entry.details.get("device"))
        for entry in entries
        if entry.act.startswith("sign_in.")
    ]


def letters(portal: Portal) -> list[str]:
    return portal.read(lambda session: list(session.exec(select(OutboxMessage.letter)).all()))


@pytest.mark.usefixtures("claire")
@pytest.mark.parametrize("email", [EMAIL, "CLAIRE@example.org", " claire@EXAMPLE.org "])
def test_the_right_password_leads_to_the_second_step(portal: Portal, email: str) -> None:
    answer = attempt(portal, email, PASSWORD)
    assert answer.handle
    assert not answer.ticket
    assert answer.refusal is None


def test_in_a_trusted_browser_the_right_password_is_enough_until_it_is_forgotten(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    portal.write(trust_device, now=clock.now(), account_id=claire.account_id, browser="browser")
    clock.advance(timedelta(days=30, seconds=-1))
    assert attempt(portal, password=PASSWORD).ticket
    assert acts(portal) == [("sign_in.accepted", "Firefox sur Windows")]
    clock.advance(timedelta(seconds=1))
    assert attempt(portal, password=PASSWORD).handle


def test_a_changed_password_ends_the_trust_in_every_browser(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    portal.write(trust_device, now=clock.now(), account_id=claire.account_id, browser="browser")
    clock.advance(timedelta(days=1))

    def change(*, session: Session) -> None:
        session.get_one(Account, claire.account_id).password_changed_at = clock.now()

    portal.write(change)
    assert attempt(portal, password=PASSWORD).handle


@pytest.mark.usefixtures("claire")
def test_an_unknown_address_and_a_wrong_password_are_refused_in_the_same_words(
    portal: Portal,
) -> None:
    refusals = {
        str(attempt(portal, email, password).refusal)
        for email, password in [(EMAIL, "wrong"), ("nobody@example.org", PASSWORD), ("", "")]
    }
    assert len(refusals) == 1


def test_a_disabled_account_and_a_demonstration_account_have_no_right_password(
    portal: Portal, claire: MemberActor
) -> None:
    def change(*, session: Session, **values: object) -> None:
        for name, value in values.items():
            setattr(session.get_one(Account, claire.account_id), name, value)

    portal.write(change, is_demo=True)
    assert type(attempt(portal, password=PASSWORD).refusal) is SignInRefused
    portal.write(change, is_demo=False, disabled_at=portal.clock.now())
    assert type(attempt(portal, password=PASSWORD).refusal) is SignInRefused


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_after_five_failures_the_right_password_waits_too(
    portal: Portal, claire: MemberActor, email: str
) -> None:
    spellings = [email, email.upper(), f" {email}", email.title(), f"{email} "]
    for spelling in spellings:
        assert type(attempt(portal, spelling).refusal) is SignInRefused
    locked = attempt(portal, email, PASSWORD).refusal
    assert isinstance(locked, SignInLocked)
    assert locked.wait == timedelta(minutes=1)
    assert "1\u00a0minute" in locked.sentence


@pytest.mark.usefixtures("claire")
def test_the_wait_grows_with_each_failure_and_success_forgets_them(
    portal: Portal, clock: ManualClock
) -> None:
    for _ in range(5):
        attempt(portal)
    for minutes in (1, 2, 5, 15, 60, 180, 180):
        clock.advance(timedelta(minutes=minutes, seconds=-1))
        assert isinstance(attempt(portal, password=PASSWORD).refusal, SignInLocked)
        clock.advance(timedelta(seconds=1))
        assert type(attempt(portal).refusal) is SignInRefused
    clock.advance(timedelta(minutes=180))
    assert attempt(portal, password=PASSWORD).handle
    assert type(attempt(portal).refusal) is SignInRefused


@pytest.mark.usefixtures("claire")
def test_one_network_address_cannot_try_many_accounts(portal: Portal, clock: ManualClock) -> None:
    for number in range(30):
        attempt(portal, f"member{number}@example.org")
    assert isinstance(attempt(portal, password=PASSWORD).refusal, SignInLocked)
    assert attempt(portal, password=PASSWORD, network="192.0.2.2").handle
    clock.advance(timedelta(minutes=6))
    assert attempt(portal, password=PASSWORD).handle


def test_a_member_is_told_each_time_their_account_locks_and_nobody_else_is(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    for _ in range(4):
        attempt(portal)
        attempt(portal, "nobody@example.org")
    assert letters(portal) == []
    attempt(portal)
    attempt(portal, "nobody@example.org")
    attempt(portal)
    assert letters(portal) == [Letter.FAILED_TRIES]
    bell = portal.read(lambda session: session.exec(select(Notification)).all())
    assert [line.account_id for line in bell] == [claire.account_id]
    assert "1\u00a0minute" in bell[0].body
    clock.advance(timedelta(minutes=1))
    attempt(portal)
    assert letters(portal) == [Letter.FAILED_TRIES] * 2


@pytest.mark.usefixtures("claire")
def test_the_history_says_what_was_refused_and_where_but_never_what_was_typed(
    portal: Portal,
) -> None:
    for _ in range(6):
        attempt(portal, password="Un-Secret-Tape-9")
    refused = ("sign_in.refused", "Firefox sur Windows")
    assert acts(portal) == [refused] * 5 + [("sign_in.locked", "Firefox sur Windows")]
    entries = portal.read(
        lambda session: session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    )
    assert "Un-Secret-Tape-9" not in str(entries)


@pytest.mark.usefixtures("claire")
@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_whatever_is_typed_is_refused_in_the_same_words(portal: Portal, text: str) -> None:
    typed = storable(text)  # the guard lets through nothing else
    said = attempt(portal, typed[:254], typed[:512]).refusal
    assert said
    assert said.sentence == str(attempt(portal, EMAIL, typed[:512]).refusal)


@pytest.mark.usefixtures("claire")
def test_tries_sent_all_at_once_are_counted_one_by_one(portal: Portal) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: attempt(portal), range(12)))
    refused = [a for a in answers if type(a.refusal) is SignInRefused]
    locked = [a for a in answers if isinstance(a.refusal, SignInLocked)]
    assert (len(refused), len(locked)) == (5, 7)


def test_an_old_hash_is_made_anew_at_the_next_sign_in(portal: Portal, claire: MemberActor) -> None:
    weak = argon2.using(type="ID", memory_cost=1024, rounds=1, parallelism=1).hash(PASSWORD)

    def weaken(*, session: Session) -> None:
        session.get_one(Account, claire.account_id).password_hash = weak

    portal.write(weaken)
    assert attempt(portal, password=PASSWORD).handle
    stored = portal.read(lambda session: session.exec(select(Account.password_hash)).one())
    assert stored != weak
    assert "m=19456" in stored


def test_nobody_enters_as_a_member_outside_a_demonstration(
    portal: Portal, claire: MemberActor
) -> None:
    def mark(*, session: Session) -> None:
        session.get_one(Account, claire.account_id).is_demo = True

    portal.write(mark)
    answer = portal.write(
        enter_as, now=portal.clock.now(), account_id=claire.account_id, browser="browser"
    )
    assert answer.ticket == ""
    assert answer.refusal is not None


def test_a_process_that_has_just_started_checks_passwords_sent_all_at_once() -> None:
    code = (
        "from concurrent.futures import ThreadPoolExecutor as T\n"
        "from portal.services.passwords import verify_password\n"
        "print(set(T(8).map(lambda _: verify_password('x', None), range(8))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "{False}"


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.17", "192.0.2.17"),
        ("::ffff:192.0.2.17", "192.0.2.17"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2%eth0", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_an_ipv6_subscriber_is_counted_as_one(address: str, counted: str) -> None:
    assert household(address) == counted


def test_a_network_that_waits_costs_no_check_of_a_password(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = []

    def check(typed: str, known: str | None) -> bool:
        checked.append((typed, known))
        return False

    monkeypatch.setattr("portal.services.sign_in.verify_password", check)
    for number in range(40):
        answer = attempt(portal, f"somebody-{number}@example.org", "wrong")
    assert isinstance(answer.refusal, SignInLocked)
    assert len(checked) == 30
