"""Signing in: who is let in, who waits, and for how long."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from passlib.hash import argon2  # pyright: ignore[reportAttributeAccessIssue] - made on demand
from sqlmodel import Session, select

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor
from portal.domain.errors import SignInLocked, SignInRefused
from portal.models.accounts import Account
from portal.services.passwords import hash_password
from portal.services.sign_in import SignInAnswer, enter_as, sign_in
from tests.cast import add_member
from tests.clock import ManualClock

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
        now=portal.clock.now(),
        email=email,
        password=password,
        browser="browser",
        network=network,
    )


@pytest.mark.usefixtures("claire")
@pytest.mark.parametrize("email", [EMAIL, "CLAIRE@example.org", " claire@EXAMPLE.org "])
def test_the_right_password_gives_a_ticket(portal: Portal, email: str) -> None:
    answer = attempt(portal, email, PASSWORD)
    assert answer.ticket
    assert answer.refusal is None


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
    assert attempt(portal, password=PASSWORD).ticket
    assert type(attempt(portal).refusal) is SignInRefused


@pytest.mark.usefixtures("claire")
def test_one_network_address_cannot_try_many_accounts(portal: Portal, clock: ManualClock) -> None:
    for number in range(30):
        attempt(portal, f"member{number}@example.org")
    assert isinstance(attempt(portal, password=PASSWORD).refusal, SignInLocked)
    assert attempt(portal, password=PASSWORD, network="192.0.2.2").ticket
    clock.advance(timedelta(minutes=6))
    assert attempt(portal, password=PASSWORD).ticket


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
    assert attempt(portal, password=PASSWORD).ticket
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
