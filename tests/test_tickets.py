"""Tickets not yet taken to the server: what closes the sessions of an account voids them too."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor
from portal.domain.errors import TicketRefused
from portal.domain.links import LinkPurpose
from portal.models.accounts import Account
from portal.services.change_password import change_password
from portal.services.devices import trust_device
from portal.services.links import make_link
from portal.services.not_me import report_not_me
from portal.services.own_sessions import end_other_sessions, end_own_session
from portal.services.password_reset import reset_password
from portal.services.passwords import hash_password
from portal.services.sessions import end_sessions_of, issue_ticket, redeem_ticket
from portal.services.sign_in import sign_in as check_password
from tests.cast import add_member
from tests.clock import ManualClock
from tests.signed_in import history, is_open, sign_in

PASSWORD, BETTER = "Lavande-Mistral-27", "Trois bateaux rouges dansent"
BROWSER = "thief"

Closing = Callable[[Portal, MemberActor], None]


@pytest.fixture
def claire(portal: Portal) -> MemberActor:
    """A member with a password, signed in here; a thief's browser is trusted."""
    actor = portal.write(add_member)

    def prepare(*, session: Session) -> None:
        session.get_one(Account, actor.account_id).password_hash = hash_password(PASSWORD)
        trust_device(session, now=portal.clock.now(), account_id=actor.account_id, browser=BROWSER)

    portal.write(prepare)
    return sign_in(portal, actor)[0]


def ticket_for(portal: Portal, who: MemberActor) -> str:
    def issue(*, session: Session) -> str:
        now = portal.clock.now()
        return issue_ticket(session, now=now, account_id=who.account_id, browser=BROWSER)

    return portal.write(issue)


def redeem(portal: Portal, ticket: str) -> str:
    opened = portal.write(
        redeem_ticket,
        now=portal.clock.now(),
        limits=portal.settings.limits,
        ticket=ticket,
        browser=BROWSER,
        user_agent="",
        network="192.0.2.1",
    )
    return opened.token


def change(portal: Portal, who: MemberActor) -> None:
    answer = portal.write(
        change_password,
        cipher=portal.cipher,
        now=portal.clock.now(),
        actor=who,
        current=PASSWORD,
        new=BETTER,
        insurer="Mutuelle Horizon",
        network="192.0.2.1",
    )
    assert answer.refusal == ""


def reset(portal: Portal, who: MemberActor) -> None:
    now = portal.clock.now()

    def link(*, session: Session) -> str:
        account = session.get_one(Account, who.account_id)
        return make_link(session, now=now, purpose=LinkPurpose.RESET_PASSWORD, account=account)

    portal.write(
        reset_password,
        now=now,
        cipher=portal.cipher,
        token=portal.write(link),
        password=BETTER,
        insurer="Mutuelle Horizon",
    )


def end_others(portal: Portal, who: MemberActor) -> None:
    portal.write(end_other_sessions, now=portal.clock.now(), actor=who)


def end_one(portal: Portal, who: MemberActor) -> None:
    other, _ = sign_in(portal, who)
    portal.write(end_own_session, now=portal.clock.now(), actor=who, session_id=other.session_id)


def dispute(portal: Portal, who: MemberActor) -> None:
    portal.write(
        report_not_me,
        cipher=portal.cipher,
        now=portal.clock.now(),
        actor=who,
        entry_id=history(portal, who).entries[0].id,
    )


@pytest.mark.parametrize("close", [change, reset, end_others, end_one, dispute])
def test_a_ticket_does_not_outlive_what_closes_the_sessions(
    portal: Portal, claire: MemberActor, close: Closing
) -> None:
    ticket = ticket_for(portal, claire)
    close(portal, claire)
    with pytest.raises(TicketRefused):
        redeem(portal, ticket)


@pytest.mark.parametrize("close", [change, reset])
def test_a_ticket_for_the_old_password_opens_nothing_even_if_nobody_voided_it(
    portal: Portal, claire: MemberActor, clock: ManualClock, close: Closing
) -> None:
    asked_at = clock.now()
    clock.advance(timedelta(seconds=1))
    close(portal, claire)

    def issue_late(*, session: Session) -> str:
        return issue_ticket(session, now=asked_at, account_id=claire.account_id, browser=BROWSER)

    ticket = portal.write(issue_late)
    with pytest.raises(TicketRefused):
        redeem(portal, ticket)
    redeem(portal, ticket_for(portal, claire))


def test_a_session_that_opens_while_all_are_ended_is_ended_as_well(
    portal: Portal, claire: MemberActor
) -> None:
    ticket = ticket_for(portal, claire)

    def redeem_slowly(*, session: Session) -> str:
        opened = redeem_ticket(
            session=session,
            now=portal.clock.now(),
            limits=portal.settings.limits,
            ticket=ticket,
            browser=BROWSER,
            user_agent="",
            network="192.0.2.1",
        )
        time.sleep(0.5)
        return opened.token

    def end_all(*, session: Session) -> None:
        end_sessions_of(
            session, account_id=claire.account_id, now=portal.clock.now(), reason="password"
        )

    with ThreadPoolExecutor(1) as thread:
        opening = thread.submit(portal.write, redeem_slowly)
        time.sleep(0.2)
        portal.write(end_all)
        token = opening.result()
    assert not is_open(portal, token)


def test_a_sign_in_with_the_old_password_at_the_moment_of_its_reset_opens_nothing(
    portal: Portal, claire: MemberActor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.services import sign_in as module

    def slowly(*arguments: object, **named: object) -> str:
        time.sleep(0.5)
        return issue_ticket(*arguments, **named)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(module, "issue_ticket", slowly)
    email = portal.read(lambda session: session.get_one(Account, claire.account_id).email)

    def enter() -> str:
        answer = portal.write(
            check_password,
            cipher=portal.cipher,
            now=portal.clock.now(),
            email=email,
            password=PASSWORD,
            browser=BROWSER,
            network="192.0.2.1",
        )
        return answer.ticket

    with ThreadPoolExecutor(1) as thread:
        entering = thread.submit(enter)
        time.sleep(0.3)
        reset(portal, claire)
        ticket = entering.result()
    with pytest.raises(TicketRefused):
        redeem(portal, ticket)
