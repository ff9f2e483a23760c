"""From the cells of a file to the rows that are staged."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from portal.domain.files.cells import Reader, clean
from portal.domain.files.claims import ClaimRows, Warn
from portal.domain.files.kinds import (
    BENEFICIARIES,
    CLAIMS,
    CONTRIBUTIONS,
    MEMBERS,
    Column,
    Kind,
)
from portal.domain.files.memo import Memo
from portal.domain.files.people import ContributionRows, PersonRows, RowMaker, as_it_is
from portal.domain.files.refusals import CellRefused, RowRefused
from portal.services.imports.contact import CONTACT_READERS
from portal.services.imports.issues import Issue
from portal.services.ports import Cipher, OpenTable

LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Reading:
    """What reads the rows of one file. ``report(issue, refused)`` is told what is wrong."""

    table: OpenTable
    today: date
    cipher: Cipher
    report: Callable[[Issue, bool], None]

    def rows(self) -> Iterator[tuple[int, list[Any] | None]]:
        """Yield each row's line and its fields, in the kind's order; None when it is refused."""
        kind, header = self.table.kind, self.table.header
        width = len(header)
        # An absent column reads the empty cell that is put at the end of each row.
        places = [header.index(c.name) if c.name in header else width for c in kind.columns]
        pick = itemgetter(*places)
        readers = [_reader(column) for column in kind.columns]
        line = 0

        def warn(column: str, value: str, reason: str) -> None:
            self.report(Issue(line, column, _shown(value), reason), False)

        complete = row_maker(kind, self.today, self.cipher, warn)
        for line, cells in self.table.rows():
            if not isinstance(cells, list) or len(cells) != width:
                self._refuse(line, "", "", _malformed(cells, width))
                yield line, None
                continue
            cells.append("")
            try:
                row = [read(cell) for read, cell in zip(readers, pick(cells), strict=True)]
                yield line, complete(row)
            except CellRefused:
                self._refuse(line, *_first_refused(kind, readers, pick(cells)))
                yield line, None
            except RowRefused as refusal:
                self._refuse(line, refusal.column, refusal.value, refusal.sentence)
                yield line, None

    def _refuse(self, line: int, column: str, value: str, reason: str) -> None:
        self.report(Issue(line, column, _shown(value), reason), True)


def row_maker(kind: Kind, today: date, cipher: Cipher, warn: Warn) -> RowMaker:
    """Return what checks and completes the rows of a kind."""
    if kind is CLAIMS:
        return ClaimRows(today, warn)
    if kind in (MEMBERS, BENEFICIARIES):
        return PersonRows(kind, today, seal=cipher.encrypt, fingerprint=cipher.fingerprint)
    return ContributionRows() if kind is CONTRIBUTIONS else as_it_is


def _reader(column: Column) -> Reader:
    read = CONTACT_READERS.get(column.name, column.read)

    def from_cell(raw: str) -> Any:
        if text := clean(raw):
            return read(text)
        if column.required:
            raise CellRefused("La cellule est vide, alors qu’elle est obligatoire.")
        return None

    return from_cell if column.unique else Memo(from_cell).__getitem__


def _first_refused(
    kind: Kind, readers: list[Reader], cells: tuple[str, ...]
) -> tuple[str, str, str]:
    for column, read, cell in zip(kind.columns, readers, cells, strict=True):
        try:
            read(cell)
        except CellRefused as refusal:
            return column.name, cell, refusal.sentence
    raise AssertionError("a row was refused without a refused cell")


def _malformed(cells: list[str] | CellRefused, width: int) -> str:
    if isinstance(cells, CellRefused):
        return cells.sentence
    return f"La ligne a {len(cells)} cellules, l’en-tête en a {width}."


def _shown(value: str) -> str:
    return value if len(value) <= LONGEST_SHOWN else value[:LONGEST_SHOWN] + "…"
