"""Deleting an online account: what goes, what stays, and that nothing is forgotten."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Integer, Table, func, insert, select
from sqlmodel import Session, col

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor, Role, StaffActor, Visitor
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.domain.letters import Letter
from portal.models import metadata
from portal.models.accounts import Account
from portal.models.types import UtcDateTime
from portal.services.account_deletion import DELETED, DETACHED, KEPT, WORD, delete_account
from portal.services.profile import read_profile
from portal.services.tries import account_key, second_step_key
from tests.cast import add_claim, add_contract, add_member, open_session_for
from tests.hostile import HOSTILE_TEXTS


@pytest.fixture
def claire(portal: Portal) -> MemberActor:
    """A member with a contract and a line of reimbursement."""
    actor = portal.write(add_member)
    portal.write(add_contract, actor=actor)
    portal.write(add_claim, actor=actor)
    return actor


def delete(portal: Portal, actor: Any, typed: str = WORD) -> None:
    portal.write(
        delete_account, actor=actor, now=portal.clock.now(), cipher=portal.cipher, typed=typed
    )


def count(portal: Portal, table: str, **where: Any) -> int:
    def run(*, session: Session) -> int:
        columns = metadata.tables[table].c
        conditions = [columns[name] == value for name, value in where.items()]
        found = select(func.count()).select_from(metadata.tables[table]).where(*conditions)
        return session.execute(found).scalar_one()

    return portal.read(run)


# Columns that name one of the staff: their accounts are disabled, never deleted.
STAFF_COLUMNS = {"staff_id", "assignee_id"}


def tables_of_accounts() -> dict[str, Table]:
    """Every table that has a member's account in it, but the account's own."""
    return {
        name: table
        for name, table in metadata.tables.items()
        if "account_id" in table.c
        or any(
            key.column.table.name == "account" and key.parent.name not in STAFF_COLUMNS
            for key in table.foreign_keys
        )
    }


def leave_a_trace(portal: Portal, table: Table, actor: MemberActor) -> None:
    """Add a row of the actor's, whatever the table."""

    def value(column: Any) -> Any:
        if column.name == "account_id":
            return actor.account_id
        if isinstance(column.type, UtcDateTime):
            return portal.clock.now()
        if isinstance(column.type, JSON):
            return {}
        if isinstance(column.type, Boolean):
            return False
        return 0 if isinstance(column.type, Integer) else f"{table.name[:6]}{actor.account_id}"

    needed = [
        column
        for column in table.c
        if column.name == "account_id" or not (column.nullable or column.name == "id")
    ]
    row = {column.name: value(column) for column in needed}

    def run(*, session: Session) -> None:
        session.execute(insert(table).values(row))

    portal.write(run)


def test_every_table_with_an_account_in_it_has_been_thought_of() -> None:
    decided = {str(model.__tablename__) for model in (*DELETED, *DETACHED)} | set(KEPT)
    assert set(tables_of_accounts()) == decided


def test_no_trace_of_the_account_is_left_and_nobody_else_loses_anything(
    portal: Portal, claire: MemberActor
) -> None:
    other = portal.write(add_member, first_name="Luc")
    for table in tables_of_accounts().values():
        for actor in (claire, other):
            leave_a_trace(portal, table, actor)
    delete(portal, claire)
    for name in tables_of_accounts():
        left = count(portal, name, account_id=claire.account_id)
        assert bool(left) == (name in KEPT), name
        assert count(portal, name, account_id=other.account_id) == 1, name
    assert count(portal, "account", id=claire.account_id) == 0
    assert count(portal, "support_request", account_id=None) == 1


def test_what_the_insurer_knows_stays(portal: Portal, claire: MemberActor) -> None:
    delete(portal, claire)
    assert count(portal, "member", id=claire.member_id) == 1
    assert count(portal, "contract", member_id=claire.member_id) == 1
    assert count(portal, "claim", member_id=claire.member_id) == 1


def test_what_is_known_under_other_names_goes_too(portal: Portal, claire: MemberActor) -> None:
    email = portal.read(lambda session: session.get_one(Account, claire.account_id).email)
    now = portal.clock.now()

    def leave(*, session: Session) -> None:
        tables = metadata.tables
        for key in (account_key(email), second_step_key(claire.account_id), "account:other"):
            session.execute(insert(tables["sign_in_failure"]).values(key=key, at=now))
        session.execute(
            insert(tables["sign_up"]).values(
                id=41,
                browser_hash="b",
                step="code",
                answers_sealed="s",
                mismatches=0,
                member_id=claire.member_id,
                created_at=now,
                expires_at=now,
            )
        )
        session.execute(
            insert(tables["pending_sign_in"]).values(
                id=7,
                handle_hash="h",
                browser_hash="b",
                account_id=claire.account_id,
                created_at=now,
                expires_at=now,
            )
        )
        for subject in ("sign_up:41:5f0c", "sign_in:7:sms", "sign_up:42:5f0c", "sign_in:77:sms"):
            session.execute(
                insert(tables["one_time_code"]).values(
                    subject=subject,
                    code_hash="h",
                    channel="email",
                    sent_at=now,
                    expires_at=now,
                    tries=0,
                )
            )

    portal.write(leave)
    delete(portal, claire)
    assert count(portal, "sign_in_failure") == 1
    assert count(portal, "sign_up") == 0
    assert count(portal, "one_time_code", subject="sign_up:42:5f0c") == 1
    assert count(portal, "one_time_code", subject="sign_in:77:sms") == 1
    assert count(portal, "one_time_code") == 2


def test_a_goodbye_is_written_to_the_address_and_the_act_is_audited(
    portal: Portal, claire: MemberActor
) -> None:
    email = portal.read(lambda session: session.get_one(Account, claire.account_id).email)
    delete(portal, claire)

    def posted(*, session: Session) -> list[tuple[str, str, int | None]]:
        outbox = metadata.tables["outbox_message"].c
        rows = session.execute(select(outbox.letter, outbox.recipient_sealed, outbox.account_id))
        return [(letter, portal.cipher.decrypt(sealed), who) for letter, sealed, who in rows]

    assert portal.read(posted) == [(Letter.ACCOUNT_DELETED, email, None)]

    def audited(*, session: Session) -> list[tuple[Any, ...]]:
        entry = metadata.tables["audit_entry"].c
        rows = session.execute(
            select(entry.account_id, entry.network, entry.details).where(
                entry.act == "account.deleted"
            )
        )
        return [tuple(row) for row in rows]

    details = {"member_id": claire.member_id}
    assert portal.read(audited) == [(claire.account_id, None, details)]


def test_open_pages_are_told(portal: Portal, claire: MemberActor) -> None:
    portal.write(open_session_for, actor=claire, now=portal.clock.now())
    delete(portal, claire)
    audience = f"account:{claire.account_id}"
    assert count(portal, "live_event", audience=audience, topic="session") == 1
    assert count(portal, "user_session") == 0


def test_deleted_many_times_at_once_it_goes_once(portal: Portal, claire: MemberActor) -> None:
    def attempt(_: int) -> str:
        try:
            delete(portal, claire)
        except NotFound as refusal:
            return refusal.sentence
        return "done"

    with ThreadPoolExecutor(4) as threads:
        answers = sorted(threads.map(attempt, range(4)))
    assert answers == ["Ce compte n’existe plus."] * 3 + ["done"]
    assert count(portal, "outbox_message") == 1


def test_a_failure_in_the_middle_leaves_everything_as_it_was(
    portal: Portal, claire: MemberActor
) -> None:
    portal.write(open_session_for, actor=claire, now=portal.clock.now())

    def cut_short(*, session: Session) -> None:
        delete_account(
            session=session,
            actor=claire,
            now=portal.clock.now(),
            cipher=portal.cipher,
            typed=WORD,
        )
        session.flush()
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        portal.write(cut_short)
    assert count(portal, "account", id=claire.account_id) == 1
    assert count(portal, "user_session", ended_at=None) == 1
    assert count(portal, "outbox_message") == 0


def test_a_new_account_can_be_made_afterwards_and_deleted_again(
    portal: Portal, claire: MemberActor
) -> None:
    delete(portal, claire)
    portal.clock.advance(timedelta(days=1))  # pyright: ignore[reportAttributeAccessIssue]
    portal.write(_give_account, member_id=claire.member_id, now=portal.clock.now())
    again = portal.read(_actor_of, member_id=claire.member_id)
    delete(portal, again)
    assert count(portal, "account") == 0
    assert count(portal, "outbox_message") == 2


def _give_account(*, session: Session, member_id: int, now: datetime) -> None:
    session.add(
        Account(member_id=member_id, email="again@example.org", password_hash="x", created_at=now)
    )


def _actor_of(*, session: Session, member_id: int) -> MemberActor:
    found = session.execute(select(Account).where(col(Account.member_id) == member_id)).scalar_one()
    assert found.id is not None
    return MemberActor(found.id, member_id, session_id=0)


@pytest.mark.parametrize("typed", ["SUPPRIMER", "supprimer", "  Supprimer "])
def test_the_word_is_understood_however_it_is_typed(
    portal: Portal, claire: MemberActor, typed: str
) -> None:
    delete(portal, claire, typed)
    assert count(portal, "account") == 0


@pytest.mark.parametrize("typed", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_any_other_word_deletes_nothing(portal: Portal, claire: MemberActor, typed: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        delete(portal, claire, typed)
    assert refusal.value.field == "confirmation"
    assert count(portal, "account") == 1


def test_a_demonstration_account_stays(portal: Portal, claire: MemberActor) -> None:
    def mark(*, session: Session) -> None:
        session.get_one(Account, claire.account_id).is_demo = True

    portal.write(mark)
    assert portal.read(read_profile, actor=claire).is_demo
    with pytest.raises(NotAllowed, match="démonstration"):
        delete(portal, claire)
    assert count(portal, "account") == 1


@pytest.mark.parametrize("actor", [Visitor(), StaffActor(1, Role.ADMINISTRATOR, 0)])
def test_only_a_member_deletes_an_account_and_it_is_their_own(
    portal: Portal, claire: MemberActor, actor: Any
) -> None:
    with pytest.raises(NotAllowed):
        delete(portal, actor)
    other = portal.write(add_member, first_name="Luc")
    with pytest.raises(NotFound):
        delete(portal, MemberActor(other.account_id, claire.member_id, 0))
    assert count(portal, "account") == 2


def test_the_profile_hides_most_of_the_address_and_of_the_phone(
    portal: Portal, claire: MemberActor
) -> None:
    def give(*, session: Session) -> None:
        account = session.get_one(Account, claire.account_id)
        account.email, account.phone = "claire@example.org", "+33639980012"

    portal.write(give)
    profile = portal.read(read_profile, actor=claire)
    assert profile.name == "Claire Moreau"
    assert profile.email == "c•••@example.org"
    assert profile.phone.endswith("12")
    assert "63998" not in profile.phone
    with pytest.raises(NotAllowed):
        portal.read(read_profile, actor=Visitor())
