"""Being asked again who one is, before something sensitive."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from pyotp.totp import TOTP
from sqlmodel import Session, col, select

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor, Visitor
from portal.domain.errors import NotAllowed
from portal.domain.letters import Letter
from portal.domain.text import storable
from portal.models.accounts import Account
from portal.models.audit import AuditEntry
from portal.models.installation import Installation
from portal.models.outbox import OutboxMessage
from portal.services.devices import open_session
from portal.services.passkeys import RelyingParty
from portal.services.passwords import hash_password
from portal.services.proof import (
    ProofAnswer,
    Prover,
    ask_proof_passkey,
    prove_by_passkey,
    prove_by_password,
    prove_by_totp,
    prove_in_demonstration,
    ways_to_prove,
)
from portal.services.sessions import LiveSession, find_session, touch_session
from portal.services.sign_in import sign_in
from tests.cast import add_member, give_totp, open_session_for
from tests.clock import ManualClock
from tests.hostile import HOSTILE_TEXTS

PASSWORD = "Lavande-Mistral-27"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PARTY = RelyingParty("localhost", "Mutuelle", "http://localhost:3000")
BROWSER = "browser"


@pytest.fixture
def claire(portal: Portal) -> MemberActor:
    """A member with a password and an open session."""
    actor = portal.write(add_member)
    change(portal, actor.account_id, password_hash=hash_password(PASSWORD))
    token = portal.write(open_session_for, actor=actor, now=portal.clock.now())
    found = look_up(portal, token)
    assert found
    assert isinstance(found.actor, MemberActor)
    return found.actor


def change(portal: Portal, account_id: int, **values: object) -> None:
    def apply(*, session: Session) -> None:
        account = session.get_one(Account, account_id)
        for name, value in values.items():
            setattr(account, name, value)

    portal.write(apply)


def look_up(portal: Portal, token: str) -> LiveSession | None:
    now, limits = portal.clock.now(), portal.settings.limits
    return portal.read(find_session, now=now, limits=limits, token=token)


def prover(actor: MemberActor) -> Prover:
    return Prover(actor, BROWSER, "192.0.2.1", "Firefox sur Windows")


def prove(portal: Portal, actor: MemberActor, password: str = PASSWORD) -> ProofAnswer:
    return portal.write(
        prove_by_password,
        cipher=portal.cipher,
        now=portal.clock.now(),
        who=prover(actor),
        password=password,
    )


def prove_with_code(portal: Portal, actor: MemberActor, typed: str) -> ProofAnswer:
    return portal.write(
        prove_by_totp,
        cipher=portal.cipher,
        now=portal.clock.now(),
        who=prover(actor),
        typed=typed,
    )


def redeem(portal: Portal, ticket: str, replaced: str) -> str:
    return portal.write(
        open_session,
        cipher=portal.cipher,
        now=portal.clock.now(),
        limits=portal.settings.limits,
        ticket=ticket,
        browser=BROWSER,
        user_agent="",
        network="192.0.2.1",
        replaced=replaced,
    ).token


def test_the_right_password_begins_the_session_anew_and_it_ends_when_it_would_have(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    old = f"token-of-{claire.account_id}"
    clock.advance(timedelta(minutes=15))
    new = redeem(portal, prove(portal, claire).ticket, replaced=old)
    found = look_up(portal, new)
    assert found
    assert found.proved_at == clock.now()
    assert found.actor.session_id != claire.session_id
    assert look_up(portal, old) is None
    for _ in range(46):
        clock.advance(timedelta(minutes=15))
        portal.write(touch_session, now=clock.now(), session_id=found.actor.session_id)
        assert look_up(portal, new)
    clock.advance(timedelta(minutes=15))
    assert look_up(portal, new) is None


def test_wrong_passwords_count_with_those_of_the_sign_in_page(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    for _ in range(4):
        assert "attendez" not in prove(portal, claire, "Pas-le-bon-1").refusal
    assert "attendez 1\u00a0minute" in prove(portal, claire, "Pas-le-bon-1").refusal
    assert "attendez" in prove(portal, claire).refusal
    email = portal.read(lambda session: session.get_one(Account, claire.account_id).email)
    answer = portal.write(
        sign_in,
        cipher=portal.cipher,
        now=clock.now(),
        email=email,
        password=PASSWORD,
        browser="other",
        network="192.0.2.9",
    )
    assert answer.refusal
    letters = portal.read(lambda session: session.exec(select(OutboxMessage.letter)).all())
    assert list(letters) == [Letter.FAILED_TRIES]
    clock.advance(timedelta(minutes=1))
    assert prove(portal, claire).ticket


def test_a_code_proves_it_once(portal: Portal, claire: MemberActor) -> None:
    assert prove_with_code(portal, claire, "123456").refusal
    portal.write(give_totp, cipher=portal.cipher, account_id=claire.account_id, secret=SECRET)
    assert portal.read(ways_to_prove, actor=claire).totp
    right = TOTP(SECRET).at(portal.clock.now())
    assert prove_with_code(portal, claire, right).ticket
    assert "déjà servi" in prove_with_code(portal, claire, right).refusal


def test_one_code_sent_many_times_at_once_proves_it_once(
    portal: Portal, claire: MemberActor
) -> None:
    portal.write(give_totp, cipher=portal.cipher, account_id=claire.account_id, secret=SECRET)
    right = TOTP(SECRET).at(portal.clock.now())
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: prove_with_code(portal, claire, right), range(4)))
    assert len([answer for answer in answers if answer.ticket]) == 1


def test_wrong_passwords_sent_all_at_once_are_counted_one_by_one(
    portal: Portal, claire: MemberActor
) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: prove(portal, claire, "Pas-le-bon-1"), range(10)))
    assert sum("attendez" not in answer.refusal for answer in answers) == 4


def test_a_session_that_is_over_or_somebody_else_s_is_not_renewed(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    other = portal.write(add_member, first_name="Paul")
    change(portal, other.account_id, password_hash=hash_password(PASSWORD))
    for actor in (
        replace(claire, session_id=claire.session_id + 1),
        replace(other, session_id=claire.session_id),
        Visitor(),
    ):
        with pytest.raises(NotAllowed):
            prove(portal, actor)  # pyright: ignore[reportArgumentType] - a hostile caller
    clock.advance(timedelta(hours=12))
    with pytest.raises(NotAllowed):
        prove(portal, claire)


def test_only_a_demonstration_member_is_believed_without_a_proof(
    portal: Portal, claire: MemberActor
) -> None:
    def say_so() -> ProofAnswer:
        return portal.write(prove_in_demonstration, now=portal.clock.now(), who=prover(claire))

    with pytest.raises(NotAllowed):
        say_so()
    change(portal, claire.account_id, is_demo=True)
    with pytest.raises(NotAllowed):
        say_so()

    def begin_demonstration(*, session: Session) -> None:
        session.add(Installation(data_origin="demo", since=portal.clock.now()))

    portal.write(begin_demonstration)
    assert portal.read(ways_to_prove, actor=claire).demo
    assert say_so().ticket
    change(portal, claire.account_id, is_demo=False)
    with pytest.raises(NotAllowed):
        say_so()


def test_a_password_that_must_be_replaced_proves_nothing(
    portal: Portal, claire: MemberActor
) -> None:
    change(portal, claire.account_id, must_change_password=True)
    assert prove(portal, claire).refusal


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_whatever_is_typed_is_refused_in_words(
    portal: Portal, claire: MemberActor, text: str
) -> None:
    assert prove(portal, claire, storable(text)[:512]).refusal
    assert prove_with_code(portal, claire, storable(text)[:64]).refusal


@pytest.mark.parametrize("response", ["{}", "null", '{"id":"x"}', "x" * 16_384])
def test_a_made_up_passkey_answer_is_refused(
    portal: Portal, claire: MemberActor, response: str
) -> None:
    now, who = portal.clock.now(), prover(claire)
    portal.write(ask_proof_passkey, now=now, who=who, party=PARTY)
    answer = portal.write(
        prove_by_passkey,
        cipher=portal.cipher,
        now=now,
        who=who,
        party=PARTY,
        response=response,
    )
    assert answer.refusal
    assert not answer.ticket


def test_each_proof_is_recorded_without_what_was_typed(portal: Portal, claire: MemberActor) -> None:
    prove(portal, claire, "Un-Secret-Tape-9")
    prove(portal, claire)
    entries = portal.read(
        lambda session: session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    )
    assert [entry.act for entry in entries] == ["proof.refused", "proof.accepted"]
    assert "Secret-Tape" not in str(entries)
