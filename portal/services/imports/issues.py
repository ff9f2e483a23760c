"""Refusals and warnings, kept on disk: a bad file may have more of them than memory holds."""

import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

_BATCH = 1_000


class Issue(NamedTuple):
    """What is wrong with a row: ``line`` is the physical line where it starts, from 1."""

    line: int
    column: str
    value: str
    reason: str


class IssueStore:
    """All the issues of one import, in a private temporary file that vanishes with it."""

    def __init__(self) -> None:
        # An empty name is a database on disk that SQLite deletes by itself. The report may be
        # read by another thread than the one that imported, never at the same time.
        self._database = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=OFF")
        self._database.execute(
            "CREATE TABLE issue (file INT, refused INT, line INT, col TEXT, value TEXT, why TEXT)"
        )
        self._waiting: list[tuple[Any, ...]] = []

    def add(self, file: int, issue: Issue, *, refused: bool) -> None:
        """Keep an issue of file number ``file``."""
        self._waiting.append((file, refused, *issue))
        if len(self._waiting) >= _BATCH:
            self._flush()

    def forget(self, file: int) -> None:
        """Drop the issues of a file that is refused whole."""
        self._flush()
        self._database.execute("DELETE FROM issue WHERE file = ?", (file,))

    def count(self, file: int, *, refused: bool) -> int:
        """Return how many issues a file has."""
        self._flush()
        query = "SELECT count(*) FROM issue WHERE file = ? AND refused = ?"
        return self._database.execute(query, (file, refused)).fetchone()[0]

    def rows(self, file: int, *, refused: bool) -> Iterator[Issue]:
        """Yield a file's issues by line."""
        self._flush()
        query = (
            "SELECT line, col, value, why FROM issue WHERE file = ? AND refused = ? "
            "ORDER BY line, rowid"
        )
        return map(Issue._make, self._database.execute(query, (file, refused)))

    def _flush(self) -> None:
        if self._waiting:
            self._database.execute("BEGIN")
            self._database.executemany("INSERT INTO issue VALUES (?,?,?,?,?,?)", self._waiting)
            self._database.execute("COMMIT")
            self._waiting.clear()


class Issues:
    """The refusals, or the warnings, of one file: counted once, read as often as wanted."""

    def __init__(self, store: IssueStore, file: int, *, refused: bool) -> None:
        self._store, self._file, self._refused = store, file, refused
        self._count = store.count(file, refused=refused)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Issue]:
        return self._store.rows(self._file, refused=self._refused)
