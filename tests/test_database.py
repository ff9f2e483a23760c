"""The schema and the transactions, on every engine."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text
from sqlmodel import Session

from portal.adapters.database import connect, migrate
from portal.bootstrap import Portal
from portal.models import metadata
from portal.models.accounts import Account
from portal.models.installation import Installation
from tests.cast import add_member

_FOUNDATIONS_ROWS = (
    "INSERT INTO member (id, number, last_name, first_name, birth_date)"
    " VALUES (1, 'A1', 'Moreau', 'Claire', '1984-03-12')",
    "INSERT INTO account (id, member_id, email, password_hash, is_demo, created_at)"
    " VALUES (1, 1, 'claire@example.org', 'x', false, '2026-01-01 00:00:00+00')",
    "INSERT INTO user_session (token_hash, account_id, created_at, last_seen_at, expires_at)"
    " VALUES ('h', 1, '2026-01-01', '2026-01-01', '2026-01-02')",
)


def test_the_migrations_make_exactly_the_tables_of_the_models(portal: Portal) -> None:
    with portal.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)
    assert differences == []


def test_an_upgrade_keeps_the_accounts_and_closes_their_sessions(empty_database_url: str) -> None:
    migrate(empty_database_url, to="20261122")
    engine = connect(empty_database_url)
    with engine.begin() as connection:
        for statement in _FOUNDATIONS_ROWS:
            connection.execute(text(statement))
    migrate(empty_database_url)
    with engine.connect() as connection:
        accounts = connection.execute(text("SELECT email, member_id, role FROM account")).all()
        sessions = connection.scalar(text("SELECT count(*) FROM user_session"))
    engine.dispose()
    assert accounts == [("claire@example.org", 1, None)]
    assert sessions == 0


def test_numbers_that_may_be_known_elsewhere_are_never_given_again(portal: Portal) -> None:
    if not portal.is_embedded:
        pytest.skip("PostgreSQL's sequences never go back")
    for table in metadata.sorted_tables:
        if table.dialect_options["sqlite"]["autoincrement"]:
            with portal.engine.connect() as connection:
                made = connection.scalar(
                    text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table.name}
                )
            assert "AUTOINCREMENT" in made, table.name

    def open_and_close(*, session: Session) -> int:
        actor = add_member(session=session)
        session.delete(session.get_one(Account, actor.account_id))
        return actor.account_id

    assert portal.write(open_and_close) < portal.write(open_and_close)


def test_what_a_service_wrote_before_it_raised_is_undone(portal: Portal) -> None:
    def fail(*, session: Session) -> None:
        session.add(Installation(data_origin="real", since=portal.clock.now()))
        session.flush()
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        portal.write(fail)
    assert portal.read(lambda session: session.execute(select(Installation)).all()) == []


def test_moments_come_back_aware_and_in_utc(portal: Portal) -> None:
    now = portal.clock.now()
    portal.write(lambda session: session.add(Installation(data_origin="real", since=now)))
    assert portal.read(lambda session: session.get(Installation, 1)).since == now
