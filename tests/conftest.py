"""What the tests share: a portal on each database engine that this machine has."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError

from portal.bootstrap import Portal, wire
from portal.models import metadata
from portal.settings import Settings
from tests.clock import ManualClock
from tests.import_files import Desk

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
POSTGRES_URL = os.environ.get(
    "PORTAL_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/test"
)


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands at nine o'clock on 20 November 2026 until it is moved."""
    return ManualClock(NOW)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated SQLite file, copied for each test."""
    folder = tmp_path_factory.mktemp("template")
    wire(Settings(data_dir=folder, database_url="")).engine.dispose()
    return folder / "portal.db"


@contextmanager
def postgres_database(purpose: str) -> Iterator[str]:
    """A new database on the PostgreSQL server, dropped afterwards; a skip when none."""
    admin = create_engine(
        Settings(database_url=POSTGRES_URL).sqlalchemy_url, isolation_level="AUTOCOMMIT"
    )
    name = f"portal_test_{purpose}_{os.getpid()}"
    try:
        with admin.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
            # A test that loses power has other worries.
            connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
    except OperationalError as error:
        admin.dispose()
        pytest.skip(f"no PostgreSQL server for the tests: {str(error.orig).splitlines()[0]}")
    yield POSTGRES_URL.rpartition("/")[0] + "/" + name
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture(scope="session")
def postgres_url(worker_id: str) -> Iterator[str]:
    """A database of this test process's own on the PostgreSQL server, when there is one."""
    with postgres_database(worker_id) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a database that nobody migrated yet is, on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with postgres_database("empty") as url:
        yield Settings(database_url=url).sqlalchemy_url


@pytest.fixture(scope="session")
def postgres_portal(
    postgres_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    """One migrated portal on PostgreSQL for the whole run; each test empties its tables."""
    folder = tmp_path_factory.mktemp("postgres")
    wired = wire(Settings(data_dir=folder, database_url=postgres_url))
    yield wired
    wired.engine.dispose()


def empty_tables(connection: Connection) -> None:
    """Empty what the test before filled: truncating everything makes a new file for each table."""
    tables = list(reversed(metadata.sorted_tables))
    asked = " UNION ALL ".join(
        f"SELECT {number} WHERE EXISTS (SELECT FROM {table})" for number, table in enumerate(tables)
    )
    for number in sorted(connection.execute(text(asked)).scalars()):
        connection.execute(text(f"DELETE FROM {tables[number]}"))
    connection.execute(text("SELECT setval(c.oid, 1, false) FROM pg_class c WHERE c.relkind = 'S'"))


@pytest.fixture(params=["sqlite", "postgres"])
def portal(request: pytest.FixtureRequest, tmp_path: Path, clock: ManualClock) -> Iterator[Portal]:
    """An empty portal, on SQLite then on PostgreSQL."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "portal.db")
        wired = wire(Settings(data_dir=tmp_path, database_url=""), clock=clock)
        yield wired
        wired.engine.dispose()
        return
    shared: Portal = request.getfixturevalue("postgres_portal")
    with shared.engine.begin() as connection:
        empty_tables(connection)
    yield Portal(shared.settings, shared.engine, clock, shared.cipher)


@pytest.fixture
def desk(portal: Portal, tmp_path: Path) -> Desk:
    """Where the files to import come in."""
    return Desk(portal, tmp_path)
