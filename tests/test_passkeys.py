"""Passkeys: made, answering, and everything that must not pass for one."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor
from portal.models.audit import AuditEntry
from portal.models.factors import Passkey
from portal.models.outbox import OutboxMessage
from portal.services.devices import trust_device
from portal.services.own_passkeys import passkeys_of, remove_passkey
from portal.services.passkeys import (
    MOST,
    PasskeyAnswer,
    RelyingParty,
    check_passkey,
    creation_options,
    has_passkey,
    request_options,
    save_passkey,
)
from tests.authenticator import PRESENT, Authenticator
from tests.cast import add_member
from tests.clock import ManualClock
from tests.devices import trusted_count
from tests.hostile import HOSTILE_TEXTS

PARTY = RelyingParty("espace.example.fr", "Mutuelle Horizon", "https://espace.example.fr")


@pytest.fixture
def claire(portal: Portal) -> MemberActor:
    """A member."""
    return portal.write(add_member)


def options_to_create(portal: Portal, who: MemberActor, browser: str = "browser") -> str:
    return portal.write(
        creation_options,
        now=portal.clock.now(),
        party=PARTY,
        browser=browser,
        account_id=who.account_id,
        user_name="claire@example.org",
    )


def save(
    portal: Portal,
    who: MemberActor,
    response: str,
    browser: str = "browser",
    name: str = "Mon téléphone",
) -> str:
    return portal.write(
        save_passkey,
        cipher=portal.cipher,
        now=portal.clock.now(),
        party=PARTY,
        browser=browser,
        account_id=who.account_id,
        response=response,
        name=name,
    )


def enrol(portal: Portal, who: MemberActor, **traits: object) -> Authenticator:
    made = Authenticator(**traits)  # pyright: ignore[reportArgumentType]
    assert save(portal, who, made.create(options_to_create(portal, who))) == ""
    return made


def remove(portal: Portal, who: MemberActor, passkey_id: int) -> None:
    portal.write(
        remove_passkey,
        cipher=portal.cipher,
        now=portal.clock.now(),
        account_id=who.account_id,
        passkey_id=passkey_id,
    )


def options_to_get(portal: Portal, account_id: int | None = None, purpose: str = "sign_in") -> str:
    return portal.write(
        request_options,
        now=portal.clock.now(),
        party=PARTY,
        browser="browser",
        purpose=purpose,
        account_id=account_id,
    )


def check(
    portal: Portal,
    response: str,
    account_id: int | None = None,
    purpose: str = "sign_in",
    browser: str = "browser",
) -> PasskeyAnswer:
    return portal.write(
        check_passkey,
        now=portal.clock.now(),
        party=PARTY,
        browser=browser,
        purpose=purpose,
        response=response,
        account_id=account_id,
    )


def test_a_passkey_that_was_made_answers_for_its_account(
    portal: Portal, claire: MemberActor
) -> None:
    phone = enrol(portal, claire)
    assert portal.read(has_passkey, account_id=claire.account_id)
    for account_id in (None, claire.account_id):
        answer = check(portal, phone.get(options_to_get(portal, account_id)), account_id)
        assert answer == PasskeyAnswer(claire.account_id)


def test_the_browser_is_asked_to_verify_its_user_and_not_to_make_a_second_one(
    portal: Portal, claire: MemberActor
) -> None:
    enrol(portal, claire)
    asked = json.loads(options_to_create(portal, claire))
    assert asked["rp"] == {"id": PARTY.id, "name": PARTY.name}
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert len(asked["excludeCredentials"]) == 1
    assert "claire" not in asked["user"]["id"]
    assert json.loads(options_to_get(portal))["allowCredentials"] == []
    assert len(json.loads(options_to_get(portal, claire.account_id))["allowCredentials"]) == 1


def test_a_challenge_serves_once_also_when_two_answers_come_at_once(
    portal: Portal, claire: MemberActor
) -> None:
    phone = enrol(portal, claire, counts=False)
    response = phone.get(options_to_get(portal))
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: check(portal, response), range(4)))
    assert sorted(bool(answer.account_id) for answer in answers) == [False, False, False, True]


def test_a_challenge_is_lost_by_a_wrong_answer(portal: Portal, claire: MemberActor) -> None:
    phone = enrol(portal, claire, counts=False)
    options = options_to_get(portal)
    stranger = Authenticator(credential_id=phone.credential_id)
    assert check(portal, stranger.get(options)).refusal
    assert check(portal, phone.get(options)).refusal


def test_a_challenge_is_good_for_five_minutes_in_its_browser_for_its_purpose_and_account(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    phone = enrol(portal, claire)
    assert check(portal, phone.get(options_to_get(portal)), browser="another").refusal
    assert check(portal, phone.get(options_to_get(portal)), purpose="proof").refusal
    assert check(portal, phone.get(options_to_get(portal)), claire.account_id).refusal
    assert check(portal, phone.get(options_to_get(portal, claire.account_id))).refusal
    late = phone.get(options_to_get(portal))
    clock.advance(timedelta(minutes=5))
    assert check(portal, late).refusal


@pytest.mark.parametrize(
    "traits",
    [
        {"origin": "https://espace.example.fr.evil.example"},
        {"origin": "http://espace.example.fr"},
        {"rp_id": "evil.example"},
        {"flags": PRESENT},
        {"flags": 0},
    ],
)
def test_another_origin_another_site_and_an_unverified_user_are_refused(
    portal: Portal, claire: MemberActor, traits: dict[str, object]
) -> None:
    bad = Authenticator(**traits)  # pyright: ignore[reportArgumentType]
    assert save(portal, claire, bad.create(options_to_create(portal, claire)))
    phone = enrol(portal, claire)
    for name, value in traits.items():
        setattr(phone, name, value)
    assert check(portal, phone.get(options_to_get(portal))).refusal


def test_a_count_that_goes_back_is_a_copy_and_is_noted(portal: Portal, claire: MemberActor) -> None:
    phone = enrol(portal, claire)
    assert check(portal, phone.get(options_to_get(portal))).account_id
    for count in (0, -1):
        phone.sign_count = max(0, phone.sign_count + count - 1)
        assert check(portal, phone.get(options_to_get(portal))).refusal
    acts = portal.read(
        lambda session: session.exec(select(AuditEntry.act).order_by(col(AuditEntry.id))).all()
    )
    assert acts.count("factor.passkey_refused") == 2


def test_somebody_else_s_passkey_proves_nothing(portal: Portal, claire: MemberActor) -> None:
    yanis = portal.write(add_member, first_name="Yanis")
    phone = enrol(portal, yanis)
    answer = check(portal, phone.get(options_to_get(portal, claire.account_id)), claire.account_id)
    assert answer.account_id is None
    assert answer.refusal


def test_a_registration_is_bound_to_its_browser_and_its_account(
    portal: Portal, claire: MemberActor
) -> None:
    yanis = portal.write(add_member, first_name="Yanis")
    made = Authenticator()
    assert save(portal, claire, made.create(options_to_create(portal, claire, "a")), "b")
    assert save(portal, yanis, made.create(options_to_create(portal, claire)))
    assert save(portal, claire, made.create(options_to_get(portal)))
    assert not portal.read(has_passkey, account_id=claire.account_id)


def test_the_same_passkey_is_not_taken_twice_by_anybody(
    portal: Portal, claire: MemberActor
) -> None:
    yanis = portal.write(add_member, first_name="Yanis")
    phone = enrol(portal, claire)
    assert "déjà" in save(portal, yanis, phone.create(options_to_create(portal, yanis)))


def test_an_account_has_at_most_twenty(portal: Portal, claire: MemberActor) -> None:
    for _ in range(MOST):
        enrol(portal, claire)
    one_more = Authenticator().create(options_to_create(portal, claire))
    assert "20" in save(portal, claire, one_more)


def test_any_name_is_kept_on_one_short_line(portal: Portal, claire: MemberActor) -> None:
    for text in HOSTILE_TEXTS:
        made = Authenticator().create(options_to_create(portal, claire))
        assert save(portal, claire, made, name=text) == ""
        [known] = portal.read(passkeys_of, account_id=claire.account_id)
        assert 0 < len(known.name) <= 60
        assert "\n" not in known.name
        remove(portal, claire, known.id)


def test_hostile_answers_are_refused_and_never_raise(portal: Portal, claire: MemberActor) -> None:
    phone = enrol(portal, claire)
    good = json.loads(phone.get(options_to_get(portal)))
    client_data = good["response"]["clientDataJSON"]
    shapes = [
        *HOSTILE_TEXTS,
        "[" * 10_000,
        "{}",
        "[]",
        "1",
        '"x"',
        json.dumps({"response": {"clientDataJSON": 1}}),
        json.dumps({"response": {"clientDataJSON": "é"}}),
        json.dumps({"response": {"clientDataJSON": "W10"}}),
        json.dumps({"response": {"clientDataJSON": client_data}}),
        json.dumps({**good, "rawId": None}),
        json.dumps({**good, "rawId": "\ud800"}),
        json.dumps({**good, "type": "password"}),
        json.dumps({**good, "response": {**good["response"], "signature": "AAAA"}}),
        json.dumps({**good, "response": {**good["response"], "authenticatorData": "AAAA"}}),
    ]
    for shape in shapes:
        assert check(portal, shape).refusal, shape[:80]
        assert save(portal, claire, shape), shape[:80]


@pytest.mark.parametrize(
    "change",
    [
        {"attestationObject": "AAAA"},
        {"attestationObject": "oWNmbXRkbm9uZQ"},
        {"attestationObject": None},
        {"attestationObject": "\x00"},
        {},
    ],
)
def test_hostile_registrations_are_refused_and_never_raise(
    portal: Portal, claire: MemberActor, change: dict[str, object]
) -> None:
    good = json.loads(Authenticator().create(options_to_create(portal, claire)))
    kept = {"clientDataJSON": good["response"]["clientDataJSON"]}
    assert save(portal, claire, json.dumps({**good, "response": {**kept, **change}}))


def test_adding_and_removing_one_is_told_noted_and_ends_trust(
    portal: Portal, claire: MemberActor
) -> None:
    def trust(*, session: Session) -> None:
        trust_device(
            session, now=portal.clock.now(), account_id=claire.account_id, browser="browser"
        )

    def letters(*, session: Session) -> list[str]:
        return list(session.exec(select(OutboxMessage.letter)))

    portal.write(trust)
    enrol(portal, claire)
    assert portal.read(trusted_count, account_id=claire.account_id) == 0
    portal.write(trust)
    known = portal.read(passkeys_of, account_id=claire.account_id)
    yanis = portal.write(add_member, first_name="Yanis")
    for who in (yanis, claire, claire):
        remove(portal, who, known[0].id)
    assert not portal.read(has_passkey, account_id=claire.account_id)
    assert portal.read(trusted_count, account_id=claire.account_id) == 0
    assert portal.read(letters) == ["factor_changed", "factor_changed"]
    stored = portal.read(lambda session: session.exec(select(Passkey)).all())
    assert stored == []
