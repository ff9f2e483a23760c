"""How long a session lasts, and what ends it."""

from datetime import timedelta

import pytest

from portal.bootstrap import Portal
from portal.domain.actors import AccountActor
from portal.domain.sessions import SessionLimits, time_left
from portal.services.sessions import (
    end_session,
    find_session,
    sessions_ending,
    touch_session,
)
from tests.cast import add_member, open_session_for
from tests.clock import ManualClock

LIMITS = SessionLimits(
    idle=timedelta(minutes=20), warning=timedelta(minutes=2), whole=timedelta(hours=12)
)


@pytest.fixture
def token(portal: Portal) -> str:
    """The cookie of a member who has just signed in."""
    actor = portal.write(add_member)
    return portal.write(open_session_for, actor=actor, now=portal.clock.now())


def found(portal: Portal, token: str) -> AccountActor | None:
    now = portal.clock.now()
    session = portal.read(find_session, now=now, limits=LIMITS, token=token)
    return session.actor if session else None


def touch(portal: Portal, actor: AccountActor) -> None:
    portal.write(touch_session, now=portal.clock.now(), session_id=actor.session_id)


def test_a_cookie_finds_its_member_and_others_find_nobody(portal: Portal, token: str) -> None:
    assert found(portal, token)
    for other in ("", "x", token[:-1], token + "x", "\ud800", "é" * 5_000):
        assert found(portal, other) is None


def test_a_session_left_alone_for_twenty_minutes_is_over(
    portal: Portal, clock: ManualClock, token: str
) -> None:
    clock.advance(timedelta(minutes=20, seconds=-1))
    assert found(portal, token)
    clock.advance(timedelta(seconds=1))
    assert found(portal, token) is None


def test_gestures_keep_it_alive_for_twelve_hours_and_no_longer(
    portal: Portal, clock: ManualClock, token: str
) -> None:
    for _ in range(47):
        clock.advance(timedelta(minutes=15))
        actor = found(portal, token)
        assert actor
        touch(portal, actor)
    clock.advance(timedelta(minutes=15))
    assert found(portal, token) is None


def test_an_ended_session_cannot_be_touched_back_to_life(portal: Portal, token: str) -> None:
    actor = found(portal, token)
    assert actor
    portal.write(end_session, now=portal.clock.now(), token=token)
    touch(portal, actor)
    assert found(portal, token) is None


def test_pages_learn_that_their_session_is_ending_or_over(
    portal: Portal, clock: ManualClock, token: str
) -> None:
    actor = found(portal, token)
    assert actor

    def ending() -> set[int]:
        return portal.read(
            sessions_ending,
            session_ids=[actor.session_id],
            now=portal.clock.now(),
            limits=LIMITS,
        )

    assert ending() == set()
    clock.advance(timedelta(minutes=18))
    assert ending() == {actor.session_id}
    touch(portal, actor)
    assert ending() == set()
    portal.write(end_session, now=portal.clock.now(), token=token)
    assert ending() == {actor.session_id}


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(minutes=3), ""),
        (timedelta(minutes=2), "2\u00a0minutes"),
        (timedelta(seconds=61), "2\u00a0minutes"),
        (timedelta(seconds=60), "moins d’une minute"),
        (timedelta(seconds=-5), "moins d’une minute"),
    ],
)
def test_what_is_left_is_told_in_words(left: timedelta, words: str) -> None:
    assert time_left(left, LIMITS) == words
