"""Temporary tables, private to one connection, where files wait to be merged in one go.

Filling them locks nothing: on SQLite the write lock is taken only for the merge.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Column, Connection, Executable, Integer, MetaData, String, Table, delete

from portal.domain.files.kinds import Kind
from portal.services.imports.targets import TARGETS

Add = Callable[[list[list[Any]]], None]

_META = MetaData()
_TEMPORARY = ["TEMPORARY"]

# Rows about to be refused; ``other`` is the line that a row repeats.
REFUSED = Table(
    "import_refused", _META, Column("n", Integer), Column("other", Integer), prefixes=_TEMPORARY
)
# Known rows that differ from what the database holds.
CHANGED = Table(
    "import_changed",
    _META,
    Column("n", Integer),
    Column("owner_id", Integer),
    Column("target_id", Integer, primary_key=True, autoincrement=False),
    prefixes=_TEMPORARY,
)
# Lines that have become paid, of members who have an account; then how many for each account.
PAID = Table("import_paid", _META, Column("claim_id", Integer), prefixes=_TEMPORARY)
PAID_COUNTS = Table(
    "import_paid_counts",
    _META,
    Column("account_id", Integer, primary_key=True, autoincrement=False),
    Column("count", Integer),
    prefixes=_TEMPORARY,
)
# Members whose open pages have to be told.
TOUCHED = Table(
    "import_touched",
    _META,
    Column("member_id", Integer),
    Column("topic", String),
    prefixes=_TEMPORARY,
)


def _stage(kind: Kind) -> Table:
    types = {column.name: column.type for column in TARGETS[kind].table.columns}
    return Table(
        f"import_{kind.name}",
        _META,
        Column("n", Integer, primary_key=True, autoincrement=False),
        Column("file", Integer),
        Column("line", Integer),
        *(Column(field, types.get(field, String)) for field in kind.fields),
        prefixes=_TEMPORARY,
    )


# One row a staged row: ``n`` numbers them through all files, ``line`` is where it starts.
STAGES: dict[Kind, Table] = {kind: _stage(kind) for kind in TARGETS}


def prepare(connection: Connection) -> None:
    """Make this connection the import's own, closed afterwards with all its temporary tables."""
    connection.detach()
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.dbapi_connection
        # Mapped pages count as this process's memory; and another import may take its time.
        for pragma in ("mmap_size=0", "cache_size=-96000", "busy_timeout=600000"):
            driver.execute(f"PRAGMA {pragma}")


def wait_for_turn(connection: Connection) -> None:
    """Let one import merge after the other; on SQLite, the write lock already sees to it."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(704114)")
        connection.exec_driver_sql("SET LOCAL work_mem = '128MB'")


def create(connection: Connection) -> None:
    """Create the temporary tables."""
    _META.create_all(connection, checkfirst=False)


def index(connection: Connection, kind: Kind) -> None:
    """Help the planner with what has just been staged."""
    stage = STAGES[kind]
    key = ", ".join(kind.field_of(name) for name in kind.key)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"CREATE INDEX temp.ix_{stage.name} ON {stage.name} ({key})")
    else:
        connection.exec_driver_sql(f"ANALYZE {stage.name} (n, file, {key})")


def forget(connection: Connection, kind: Kind, file: int) -> None:
    """Drop the staged rows of a file that is refused whole."""
    stage = STAGES[kind]
    connection.execute(delete(stage).where(stage.c.file == file))


def count(connection: Connection, statement: Executable) -> int:
    """Run a statement that writes, and return how many rows it wrote."""
    return connection.execute(statement, execution_options={"preserve_rowcount": True}).rowcount


@contextmanager
def loading(connection: Connection, kind: Kind) -> Iterator[Add]:
    """Give a function that stages rows, each a list ``[n, file, line, *fields]``."""
    stage = STAGES[kind]
    with closing(connection.connection.cursor()) as cursor:
        if connection.dialect.name == "sqlite":
            marks = ", ".join("?" * len(stage.columns))
            statement = f"INSERT INTO {stage.name} VALUES ({marks})"  # noqa: S608 - our own names
            yield lambda rows: cursor.executemany(statement, rows)
        else:
            copying: Any = cursor
            with copying.copy(f"COPY {stage.name} FROM STDIN (NULL '')") as copy:
                yield lambda rows: copy.write(_as_copy_text(rows))


def _as_copy_text(rows: list[list[Any]]) -> str:
    # Cells hold neither tabs nor line breaks, and none is an empty text: "" stands for NULL.
    lines = [
        "\t".join(["" if v is None else v if v.__class__ is str else str(v) for v in row])
        for row in rows
    ]
    lines.append("")
    return "\n".join(lines).replace("\\", "\\\\")
