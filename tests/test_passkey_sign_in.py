"""Passkeys where one signs in or proves who one is: alone, as a second step, asked again."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import Session

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor
from portal.domain.second_step import Method
from portal.models.accounts import Account
from portal.services.passkeys import RelyingParty, creation_options, save_passkey
from portal.services.passwords import hash_password
from portal.services.pending_sign_ins import Attempt, StepAnswer
from portal.services.proof import ProofAnswer, Prover, ask_proof_passkey, prove_by_passkey
from portal.services.second_step import ask_step_passkey, check_step_passkey, look_at_step
from portal.services.sessions import find_session
from portal.services.sign_in import SignInAnswer, ask_passkey, sign_in, sign_in_with_passkey
from tests.authenticator import PRESENT, Authenticator
from tests.cast import add_member, open_session_for

PASSWORD, EMAIL = "Lavande-Mistral-27", "claire@example.org"
PARTY = RelyingParty("espace.example.fr", "Mutuelle", "https://espace.example.fr")
BROWSER = "browser"


@pytest.fixture
def claire(portal: Portal) -> MemberActor:
    """A member who signs in with EMAIL and PASSWORD."""
    actor = portal.write(add_member)
    change(portal, actor, email=EMAIL, password_hash=hash_password(PASSWORD))
    return actor


@pytest.fixture
def key(portal: Portal, claire: MemberActor) -> Authenticator:
    """Claire's passkey."""
    made = Authenticator()
    now, arguments = portal.clock.now(), {"party": PARTY, "browser": BROWSER}
    options = portal.write(
        creation_options, now=now, account_id=claire.account_id, user_name=EMAIL, **arguments
    )
    refusal = portal.write(
        save_passkey,
        cipher=portal.cipher,
        now=now,
        account_id=claire.account_id,
        response=made.create(options),
        name="Téléphone",
        **arguments,
    )
    assert refusal == ""
    return made


def change(portal: Portal, actor: MemberActor, **values: object) -> None:
    def apply(*, session: Session) -> None:
        account = session.get_one(Account, actor.account_id)
        for name, value in values.items():
            setattr(account, name, value)

    portal.write(apply)


def ask(portal: Portal) -> str:
    return portal.write(ask_passkey, now=portal.clock.now(), party=PARTY, browser=BROWSER)


def enter(portal: Portal, response: str, browser: str = BROWSER) -> SignInAnswer:
    return portal.write(
        sign_in_with_passkey,
        now=portal.clock.now(),
        party=PARTY,
        response=response,
        browser=browser,
        network="192.0.2.1",
    )


def begin(portal: Portal) -> Attempt:
    answer = portal.write(
        sign_in,
        cipher=portal.cipher,
        now=portal.clock.now(),
        email=EMAIL,
        password=PASSWORD,
        browser=BROWSER,
        network="192.0.2.1",
    )
    return Attempt(answer.handle, BROWSER)


@pytest.mark.usefixtures("claire")
def test_a_passkey_alone_lets_its_owner_in(portal: Portal, key: Authenticator) -> None:
    answer = enter(portal, key.get(ask(portal)))
    assert answer.ticket
    assert not answer.handle


def test_an_answer_is_refused_a_second_time_elsewhere_or_unverified(
    portal: Portal, key: Authenticator
) -> None:
    response = key.get(ask(portal))
    assert enter(portal, response, "another browser").refusal
    response = key.get(ask(portal))
    assert enter(portal, response).ticket
    assert enter(portal, response).refusal
    key.flags = PRESENT
    assert enter(portal, key.get(ask(portal))).refusal
    assert enter(portal, Authenticator().get(ask(portal))).refusal


def test_one_answer_sent_many_times_at_once_opens_once(portal: Portal, key: Authenticator) -> None:
    response = key.get(ask(portal))
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: enter(portal, response), range(4)))
    assert len([answer for answer in answers if answer.ticket]) == 1


def test_a_closed_account_or_a_void_password_is_not_opened_by_a_passkey(
    portal: Portal, claire: MemberActor, key: Authenticator
) -> None:
    change(portal, claire, must_change_password=True)
    refusal = enter(portal, key.get(ask(portal))).refusal
    assert refusal
    assert "Mot de passe oublié" in refusal.sentence
    change(portal, claire, must_change_password=False, disabled_at=portal.clock.now())
    assert enter(portal, key.get(ask(portal))).refusal


def test_one_network_address_cannot_try_passkeys_for_ever(
    portal: Portal, key: Authenticator
) -> None:
    for _ in range(30):
        assert enter(portal, "{}").refusal
    refusal = enter(portal, key.get(ask(portal))).refusal
    assert refusal
    assert "attendez" in refusal.sentence


def test_a_passkey_is_a_second_step_and_no_other_s_will_do(
    portal: Portal, key: Authenticator
) -> None:
    attempt = begin(portal)
    arguments = {"now": portal.clock.now(), "attempt": attempt, "party": PARTY}
    step = portal.read(look_at_step, now=portal.clock.now(), attempt=attempt)
    assert Method.PASSKEY in step.methods

    def answer(with_key: Authenticator) -> StepAnswer:
        response = with_key.get(portal.write(ask_step_passkey, **arguments))
        return portal.write(
            check_step_passkey, cipher=portal.cipher, response=response, **arguments
        )

    assert answer(Authenticator()).refusal
    assert answer(key).ticket


def test_what_answers_one_question_answers_no_other(portal: Portal, key: Authenticator) -> None:
    attempt = begin(portal)
    arguments = {"now": portal.clock.now(), "attempt": attempt, "party": PARTY}
    for_step = key.get(portal.write(ask_step_passkey, **arguments))
    assert enter(portal, for_step).refusal
    for_entry = key.get(ask(portal))
    answer = portal.write(check_step_passkey, cipher=portal.cipher, response=for_entry, **arguments)
    assert answer.refusal


def test_a_passkey_proves_who_is_there_again(
    portal: Portal, claire: MemberActor, key: Authenticator
) -> None:
    now, limits = portal.clock.now(), portal.settings.limits
    token = portal.write(open_session_for, actor=claire, now=now)
    found = portal.read(find_session, now=now, limits=limits, token=token)
    assert found
    who = Prover(found.actor, BROWSER)

    def prove(with_key: Authenticator) -> ProofAnswer:
        options = portal.write(ask_proof_passkey, now=now, who=who, party=PARTY)
        return portal.write(
            prove_by_passkey,
            cipher=portal.cipher,
            now=now,
            who=who,
            party=PARTY,
            response=with_key.get(options),
        )

    assert prove(Authenticator()).refusal
    assert prove(key).ticket
