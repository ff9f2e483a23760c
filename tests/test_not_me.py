"""Not recognising a line of the sign-in history: the account is closed, help is asked for once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session, func, select

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor
from portal.domain.errors import NotFound
from portal.models.accounts import Account
from portal.models.audit import AuditEntry
from portal.models.factors import Passkey
from portal.models.outbox import OutboxMessage
from portal.models.support import SupportRequest
from portal.services import audit
from portal.services.devices import trust_device
from portal.services.not_me import report_not_me
from portal.services.recovery_codes import make_recovery_codes
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


def report(portal: Portal, who: MemberActor, entry_id: int) -> str:
    return portal.write(
        report_not_me,
        cipher=portal.cipher,
        now=portal.clock.now(),
        actor=who,
        entry_id=entry_id,
    )


def test_not_me_closes_the_account_until_a_new_password_and_asks_for_help_once(
    portal: Portal, claire: MemberActor, yanis: MemberActor
) -> None:
    def trust(*, session: Session) -> None:
        trust_device(
            session, now=portal.clock.now(), account_id=claire.account_id, browser="browser"
        )

    portal.write(trust)
    _, stolen = sign_in(portal, claire)
    disputed = history(portal, claire).entries[0]
    assert disputed.is_disputable
    with ThreadPoolExecutor(4) as threads:
        references = list(threads.map(lambda _: report(portal, claire, disputed.id), range(4)))
    assert len(set(references)) == 1
    request = portal.read(lambda session: session.exec(select(SupportRequest)).one())
    assert (request.reference, request.kind) == (references[0], "not_me")
    assert request.account_id == claire.account_id
    assert not is_open(portal, stolen)
    assert read(portal, claire).sessions == []
    assert portal.read(trusted_count, account_id=claire.account_id) == 0
    account = portal.read(lambda session: session.get_one(Account, claire.account_id))
    assert account.must_change_password
    letters = portal.read(lambda session: session.exec(select(OutboxMessage.letter)).all())
    assert letters == ["not_me_received"]
    assert len(read(portal, yanis).sessions) == 1


def test_not_me_takes_away_what_was_added_since_and_leaves_what_was_there_before(
    portal: Portal, claire: MemberActor, yanis: MemberActor, clock: ManualClock
) -> None:
    def add_key(*, session: Session, account_id: int, name: str) -> None:
        key = Passkey(
            account_id=account_id,
            credential_id=name,
            public_key="",
            name=name,
            created_at=portal.clock.now(),
        )
        session.add(key)

    portal.write(add_key, account_id=claire.account_id, name="La mienne")
    clock.advance(timedelta(minutes=1))
    intruder, _ = sign_in(portal, claire)
    clock.advance(timedelta(minutes=1))
    portal.write(add_key, account_id=claire.account_id, name="La sienne")
    portal.write(add_key, account_id=yanis.account_id, name="Celle de Yanis")
    portal.write(
        make_recovery_codes,
        cipher=portal.cipher,
        now=portal.clock.now(),
        account_id=claire.account_id,
    )
    report(portal, claire, history(portal, claire).entries[0].id)
    left = portal.read(lambda session: session.exec(select(Passkey.name)).all())
    assert sorted(left) == ["Celle de Yanis", "La mienne"]
    assert read(portal, intruder).codes_left == 0


def test_not_me_is_about_a_line_of_one_s_own_that_let_somebody_in(
    portal: Portal, claire: MemberActor, yanis: MemberActor
) -> None:
    def note(*, session: Session) -> None:
        audit.record(
            session, "account.created", at=portal.clock.now(), account_id=claire.account_id
        )
        audit.record(
            session, "sign_in.refused", at=portal.clock.now(), account_id=claire.account_id
        )

    portal.write(note)
    newest = portal.read(lambda session: session.exec(select(func.max(AuditEntry.id))).one())
    theirs = history(portal, yanis).entries[0].id
    for entry_id in (0, theirs, newest, newest - 1, 2**31 - 1):
        with pytest.raises(NotFound):
            report(portal, claire, entry_id)
    assert len(read(portal, claire).sessions) == 1
    assert portal.read(lambda session: session.exec(select(SupportRequest)).all()) == []
