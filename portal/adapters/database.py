"""The database: SQLite on one machine, PostgreSQL beyond."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection

_ROOT = Path(__file__).resolve().parents[2]
BUSY_TIMEOUT_MS = 20_000


def connect(url: str) -> Engine:
    """Return an engine on ``url``; on SQLite its folder is made, WAL and foreign keys are on."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=10)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, pool_size=10, max_overflow=10)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _record: Any) -> None:
    # The driver would begin transactions by itself, too late for BEGIN IMMEDIATE: we begin them.
    connection.isolation_level = None  # pyright: ignore[reportAttributeAccessIssue]
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "cache_size=-64000",
        "mmap_size=1073741824",
        "temp_store=FILE",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    # A transaction that may write takes the lock when it begins: upgrading a read would fail with
    # "database is locked" at once, however long the timeout. One statement alone needs none.
    writes = connection.get_execution_options().get("writes", True)
    if writes is not None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def migrate(url: str, to: str = "head") -> None:
    """Bring the database at ``url`` to a revision, the newest one unless told, from any other."""
    config = Config(_ROOT / "alembic.ini")
    config.set_main_option("script_location", str(_ROOT / "alembic"))
    config.attributes["engine"] = engine = connect(url)
    try:
        command.upgrade(config, to)
    finally:
        engine.dispose()
