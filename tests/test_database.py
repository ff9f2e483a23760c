"""The schema and the transactions, on every engine."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select
from sqlmodel import Session

from portal.bootstrap import Portal
from portal.models import metadata
from portal.models.installation import Installation


def test_the_migrations_make_exactly_the_tables_of_the_models(portal: Portal) -> None:
    with portal.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)
    assert differences == []


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
