"""Changing one's password while signed in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor, Visitor
from portal.domain.errors import NotAllowed
from portal.models.accounts import Account
from portal.models.outbox import OutboxMessage
from portal.models.sessions import UserSession
from portal.services.change_password import (
    CURRENT,
    NEW,
    PasswordAnswer,
    change_password,
    strength_for,
)
from portal.services.devices import trust_device
from portal.services.passwords import hash_password, verify_password
from tests.cast import add_member, add_session
from tests.clock import ManualClock
from tests.devices import trusted_count
from tests.hostile import HOSTILE_TEXTS

PASSWORD = "Lavande-Mistral-27"
BETTER = "Trois bateaux rouges dansent"
INSURER = "Mutuelle Horizon"


@pytest.fixture
def claire(portal: Portal) -> MemberActor:
    """A member who has a password, two sessions and a trusted device; one session asks."""
    actor = portal.write(add_member)

    def prepare(*, session: Session) -> None:
        session.get_one(Account, actor.account_id).password_hash = hash_password(PASSWORD)
        trust_device(session, now=portal.clock.now(), account_id=actor.account_id, browser="b")

    portal.write(prepare)
    now = portal.clock.now()
    portal.write(add_session, account_id=actor.account_id, now=now)
    here = portal.write(add_session, account_id=actor.account_id, now=now)
    return MemberActor(actor.account_id, actor.member_id, here)


def change(
    portal: Portal, who: MemberActor, current: str = PASSWORD, new: str = BETTER
) -> PasswordAnswer:
    return portal.write(
        change_password,
        cipher=portal.cipher,
        now=portal.clock.now(),
        actor=who,
        current=current,
        new=new,
        insurer=INSURER,
        network="192.0.2.1",
    )


def opens(portal: Portal, who: MemberActor, password: str) -> bool:
    account = portal.read(lambda session: session.get_one(Account, who.account_id))
    return verify_password(password, account.password_hash)


def live_sessions(portal: Portal) -> list[int | None]:
    live = select(UserSession.id).where(UserSession.ended_at == None)  # noqa: E711 - SQL
    return list(portal.read(lambda session: session.exec(live).all()))


def letters(portal: Portal) -> list[str]:
    return list(portal.read(lambda session: session.exec(select(OutboxMessage.letter)).all()))


def test_the_new_one_opens_the_other_sessions_end_and_trust_too(
    portal: Portal, claire: MemberActor
) -> None:
    assert change(portal, claire) == PasswordAnswer()
    assert opens(portal, claire, BETTER)
    assert not opens(portal, claire, PASSWORD)
    assert live_sessions(portal) == [claire.session_id]
    assert portal.read(trusted_count, account_id=claire.account_id) == 0
    assert letters(portal) == ["password_changed"]


@pytest.mark.parametrize("current", ["", "Lavande-Mistral-28", BETTER, "x" * 512, "\ud800", "\x00"])
def test_without_the_present_one_nothing_changes(
    portal: Portal, claire: MemberActor, current: str
) -> None:
    answer = change(portal, claire, current)
    assert answer.field == CURRENT
    assert opens(portal, claire, PASSWORD)
    assert len(live_sessions(portal)) == 2
    assert portal.read(trusted_count, account_id=claire.account_id) == 1


def test_five_wrong_ones_make_the_right_one_wait_and_are_told(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    for _ in range(4):
        assert "actuel" in change(portal, claire, "Pas-le-bon-1").refusal
    assert "attendez" in change(portal, claire, "Pas-le-bon-1").refusal
    assert "attendez 1\u00a0minute" in change(portal, claire).refusal
    assert letters(portal) == ["failed_tries"]
    clock.advance(timedelta(minutes=1))
    assert change(portal, claire) == PasswordAnswer()


@pytest.mark.parametrize(
    "new", ["court", "azertyuiop123A!", "Claire-Moreau-2026", PASSWORD, "Mutuelle-Horizon-9"]
)
def test_a_new_one_follows_the_rules_and_is_new(
    portal: Portal, claire: MemberActor, new: str
) -> None:
    answer = change(portal, claire, new=new)
    assert answer.field == NEW
    assert answer.refusal
    assert opens(portal, claire, PASSWORD)
    assert len(live_sessions(portal)) == 2


def test_whatever_is_typed_it_answers(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    for text in HOSTILE_TEXTS:
        typed = text[:512]  # the form takes no more
        clock.advance(timedelta(days=2))
        assert "actuel" in change(portal, claire, typed, typed).refusal
        found = portal.read(strength_for, actor=claire, typed=typed, insurer=INSURER)
        assert 0 <= found.score <= 4


def test_sent_twice_at_once_it_is_changed_once(portal: Portal, claire: MemberActor) -> None:
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: change(portal, claire), range(4)))
    assert answers.count(PasswordAnswer()) == 1
    assert letters(portal) == ["password_changed"]


def test_a_demonstration_account_has_none_to_change(portal: Portal, claire: MemberActor) -> None:
    def mark(*, session: Session) -> None:
        session.get_one(Account, claire.account_id).is_demo = True

    portal.write(mark)
    assert "démonstration" in change(portal, claire).refusal


def test_nobody_in_particular_has_none(portal: Portal) -> None:
    with pytest.raises(NotAllowed):
        change(portal, Visitor())  # pyright: ignore[reportArgumentType] - what is tried
