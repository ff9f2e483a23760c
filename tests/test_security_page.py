"""The security page: where an account is open, its history, and "Ce n'est pas moi"."""

from datetime import timedelta

import pytest
from reflex_base.registry import RegistrationContext
from sqlmodel import Session, select

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor, Visitor
from portal.domain.errors import NotAllowed, NotFound
from portal.models.live import LiveEvent
from portal.services import audit
from portal.services.devices import trust_device
from portal.services.not_me import report_not_me
from portal.services.own_sessions import end_other_sessions, end_own_session, open_sessions
from portal.services.security_page import (
    ask_new_passkey,
    begin_own_totp,
    distrust_all_devices,
    read_security,
)
from portal.services.sign_in_history import sign_in_history
from portal.state.access import is_sensitive
from portal.state.security_factors import SecurityFactorsState
from portal.state.security_history import SecurityHistoryState
from portal.views import security as views
from tests.cast import add_member
from tests.clock import ManualClock
from tests.devices import trusted_count
from tests.signed_in import history, is_open, read, sign_in


@pytest.fixture
def claire(portal: Portal) -> MemberActor:
    """A member, signed in."""
    return sign_in(portal, portal.write(add_member))[0]


@pytest.fixture
def yanis(portal: Portal) -> MemberActor:
    """Another."""
    return sign_in(portal, portal.write(add_member, first_name="Yanis"))[0]


def test_a_new_account_has_its_one_session_and_nothing_else(
    portal: Portal, claire: MemberActor
) -> None:
    shown = read(portal, claire)
    assert [(one.device, one.network, one.is_this) for one in shown.sessions] == [
        ("Firefox sur Windows", "192.0.2.x", True)
    ]
    assert (shown.passkeys, shown.devices, shown.codes_left, shown.totp_since) == ([], [], 0, None)


def test_sessions_that_are_over_and_other_people_s_are_not_listed(
    portal: Portal, claire: MemberActor, yanis: MemberActor, clock: ManualClock
) -> None:
    clock.advance(timedelta(minutes=19))
    recent, _ = sign_in(portal, claire)
    clock.advance(timedelta(minutes=1))
    assert [one.id for one in read(portal, recent).sessions] == [recent.session_id]


def test_one_s_own_session_comes_first_then_the_last_used(
    portal: Portal, claire: MemberActor, clock: ManualClock
) -> None:
    clock.advance(timedelta(minutes=1))
    second, _ = sign_in(portal, claire)
    clock.advance(timedelta(minutes=1))
    third, _ = sign_in(portal, claire)
    ids = [one.id for one in read(portal, claire).sessions]
    assert ids == [claire.session_id, third.session_id, second.session_id]


def test_ending_another_session_is_immediate_told_and_kept(
    portal: Portal, claire: MemberActor
) -> None:
    other, token = sign_in(portal, claire)
    for _ in range(2):
        portal.write(
            end_own_session,
            now=portal.clock.now(),
            actor=claire,
            session_id=other.session_id,
        )
    assert not is_open(portal, token)
    told = portal.read(lambda session: session.exec(select(LiveEvent.topic)).all())
    assert told == ["session"]
    newest = history(portal, claire).entries[0]
    assert (newest.act, newest.reason) == ("session.ended", "remote")
    assert newest.device == "Firefox sur Windows"


@pytest.mark.parametrize("wrong", [0, -1, 2**31 - 1])
def test_a_session_that_is_somebody_else_s_is_like_one_that_does_not_exist(
    portal: Portal, claire: MemberActor, yanis: MemberActor, wrong: int
) -> None:
    sentences = set()
    for session_id in (wrong, yanis.session_id):
        with pytest.raises(NotFound) as refusal:
            portal.write(
                end_own_session, now=portal.clock.now(), actor=claire, session_id=session_id
            )
        sentences.add(refusal.value.sentence)
    assert len(sentences) == 1
    assert len(read(portal, yanis).sessions) == 1


def test_ending_the_others_leaves_this_one_and_everybody_else_s(
    portal: Portal, claire: MemberActor, yanis: MemberActor
) -> None:
    tokens = [sign_in(portal, claire)[1] for _ in range(3)]
    portal.write(end_other_sessions, now=portal.clock.now(), actor=claire)
    assert not any(is_open(portal, token) for token in tokens)
    assert len(read(portal, claire).sessions) == len(read(portal, yanis).sessions) == 1


def test_trust_is_withdrawn_everywhere_at_once(
    portal: Portal, claire: MemberActor, yanis: MemberActor
) -> None:
    def trust(*, session: Session) -> None:
        for who in (claire, yanis):
            for browser in ("browser", "another"):
                trust_device(
                    session, now=portal.clock.now(), account_id=who.account_id, browser=browser
                )

    portal.write(trust)
    assert [device.is_this for device in read(portal, claire).devices].count(True) == 1
    portal.write(distrust_all_devices, now=portal.clock.now(), actor=claire)
    assert read(portal, claire).devices == []
    assert portal.read(trusted_count, account_id=yanis.account_id) == 2


def test_the_history_is_one_s_own_newest_first_twenty_at_a_time(
    portal: Portal, claire: MemberActor, yanis: MemberActor
) -> None:
    def fail(*, session: Session, account_id: int, times: int) -> None:
        for _ in range(times):
            audit.record(
                session,
                "sign_in.refused",
                at=portal.clock.now(),
                account_id=account_id,
                network="198.51.100.4",
                device="Chrome sur Android",
            )
            audit.record(session, "sign_in.accepted", at=portal.clock.now(), account_id=account_id)

    portal.write(fail, account_id=claire.account_id, times=40)
    portal.write(fail, account_id=yanis.account_id, times=3)
    pages = [history(portal, claire, page) for page in (1, 2, 3)]
    assert [len(page.entries) for page in pages] == [20, 20, 1]
    assert {page.pages for page in pages} == {3}
    ids = [entry.id for page in pages for entry in page.entries]
    assert ids == sorted(ids, reverse=True)
    oldest = pages[2].entries[0]
    assert (oldest.act, oldest.is_this, oldest.is_disputable) == ("session.opened", True, False)
    assert pages[0].entries[0].network == "198.51.100.x"
    for far in (4, 10**9):
        assert history(portal, claire, far) == pages[2]
    for low in (0, -5):
        assert history(portal, claire, low) == pages[0]


def test_every_line_has_words(portal: Portal, claire: MemberActor, clock: ManualClock) -> None:
    other, _ = sign_in(portal, claire)
    portal.write(end_own_session, now=portal.clock.now(), actor=claire, session_id=other.session_id)
    clock.advance(timedelta(days=1))
    rows = views.history(history(portal, claire).entries, portal.clock.now(), portal.settings.zone)
    assert [row.title for row in rows] == [
        "Déconnexion à distance",
        "Connexion réussie",
        "Connexion réussie",
    ]
    wanted = "Hier à 10\u00a0h\u00a000, Firefox sur Windows, adresse 192.0.2.x"
    assert rows[0].detail == wanted


def test_nobody_in_particular_has_no_security_page(portal: Portal) -> None:
    now, limits = portal.clock.now(), portal.settings.limits
    services = (
        (read_security, {"now": now, "limits": limits, "browser": "b"}),
        (open_sessions, {"now": now, "limits": limits}),
        (end_own_session, {"now": now, "session_id": 1}),
        (end_other_sessions, {"now": now}),
        (distrust_all_devices, {"now": now}),
        (sign_in_history, {"page": 1}),
        (report_not_me, {"now": now, "cipher": portal.cipher, "entry_id": 1}),
        (begin_own_totp, {"now": now, "cipher": portal.cipher, "issuer": "x"}),
        (ask_new_passkey, {"now": now, "party": None, "browser": "b"}),
    )
    for service, arguments in services:
        with pytest.raises(NotAllowed):
            portal.write(service, actor=Visitor(), **arguments)


@pytest.mark.parametrize(
    "handler",
    [
        "begin_totp",
        "confirm_totp",
        "remove_totp",
        "begin_passkey",
        "take_passkey",
        "remove_passkey",
        "make_codes",
    ],
)
def test_changing_a_factor_asks_for_a_fresh_proof(handler: str) -> None:
    name = f"{SecurityFactorsState.get_full_name()}.{handler}"
    assert is_sensitive(RegistrationContext.get().event_handlers[name])


def test_not_me_removes_factors_so_that_it_asks_for_a_fresh_proof_too() -> None:
    name = f"{SecurityHistoryState.get_full_name()}.report"
    assert is_sensitive(RegistrationContext.get().event_handlers[name])
