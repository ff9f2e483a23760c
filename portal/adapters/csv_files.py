"""CSV files on disk, read as a stream: see ``ports.SourceFile``."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import IO

from portal.adapters.encodings import LONGEST_LINE, encoding_of
from portal.domain.files.cells import spelling
from portal.domain.files.kinds import KINDS, Kind, kind_of
from portal.domain.files.refusals import CellRefused, FileRefused

SEPARATORS = (";", ",", "\t")
# A cell may hold line breaks (its row is then refused), but so many mean a forgotten quote.
MOST_LINES = 50


class CsvFile:
    """A file to take in. ``kind``, when given, is the kind that it has to be."""

    def __init__(self, path: Path, *, name: str | None = None, kind: str | None = None) -> None:
        self._path = path
        self._kind = kind
        # A name may hold bytes that are no text.
        self.name = (name or str(path)).encode(errors="replace").decode()

    @contextmanager
    def open(self) -> Iterator["CsvTable"]:
        """Open the table. Raises ``FileRefused`` when the file cannot be taken."""
        try:
            size = _size(self._path)
            encoding = encoding_of(self._path)
            text = self._path.open(encoding=encoding, newline="")
        except OSError as error:
            raise FileRefused(_unreadable(error)) from error
        with text:
            yield CsvTable(text, size, self._kind)


class CsvTable:
    """See ``ports.OpenTable``."""

    def __init__(self, text: IO[str], size: int, expected: str | None) -> None:
        self._text = text
        self.size = size
        first = text.readline(LONGEST_LINE)
        if not first:
            raise FileRefused("Le fichier est vide\u00a0: la ligne d’en-tête manque.")
        self._separator = max(SEPARATORS, key=lambda separator: _known(_split(first, separator)))
        self.header = _split(first, self._separator)
        self.kind = _recognise(self.header, expected)

    def position(self) -> int:
        """Return how many bytes are read so far."""
        return self._text.buffer.tell()  # pyright: ignore[reportAttributeAccessIssue]

    def rows(self) -> Iterator[tuple[int, list[str] | CellRefused]]:
        """Yield each row's first physical line and its cells, or why it cannot be read."""
        reader = csv.reader(self._text, delimiter=self._separator, strict=True)
        while True:
            start = reader.line_num + 2
            try:
                row: list[str] | CellRefused = next(reader)
            except StopIteration:
                return
            except csv.Error:
                row = CellRefused("Un guillemet n’est pas à sa place dans cette ligne.")
                if reader.line_num >= start:
                    raise FileRefused(_never_closed(start)) from None
            except OSError as error:
                raise FileRefused(_unreadable(error)) from error
            except UnicodeDecodeError as error:
                raise FileRefused("Le fichier a changé pendant sa lecture.") from error
            if reader.line_num - start > MOST_LINES:
                raise FileRefused(_never_closed(start))
            if row:
                yield start, row


def _size(path: Path) -> int:
    if path.is_dir():
        raise FileRefused("C’est un dossier, pas un fichier.")
    if not path.exists():
        if path.is_symlink():
            raise FileRefused("C’est un lien vers un fichier qui n’existe pas.")
        raise FileRefused("Le fichier n’existe pas.")
    if not path.is_file():
        raise FileRefused("Ce n’est pas un fichier ordinaire.")
    return path.stat().st_size


def _unreadable(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "Le fichier n’a pas pu être lu\u00a0: vous n’avez pas le droit de l’ouvrir."
    return f"Le fichier n’a pas pu être lu\u00a0: {error.strerror}."


def _split(line: str, separator: str) -> list[str]:
    try:
        return [spelling(name) for name in next(csv.reader([line], delimiter=separator))]
    except (csv.Error, StopIteration):
        return []


def _known(header: list[str]) -> int:
    present = set(header)
    return max(sum(column.name in present for column in kind.columns) for kind in KINDS)


def _recognise(header: list[str], expected: str | None) -> Kind:
    kind = kind_of(header)
    if kind is None:
        kinds = ", ".join(kind.name for kind in KINDS)
        raise FileRefused(f"L’en-tête n’est celui d’aucun fichier connu\u00a0: {kinds}.")
    if expected and kind.name != expected:
        raise FileRefused(f"C’est un fichier de {kind.name}, pas de {expected}.")
    for name, following in pairwise(sorted(name for name in header if name)):
        if name == following:
            raise FileRefused(f"La colonne {name} figure deux fois dans l’en-tête.")
    if missing := kind.missing_from(header):
        what = "la colonne obligatoire" if len(missing) == 1 else "les colonnes obligatoires"
        names = ", ".join(missing)
        raise FileRefused(f"Il manque {what} {names} dans ce fichier de {kind.name}.")
    return kind


def _never_closed(line: int) -> str:
    return f"Un guillemet ouvert à la ligne {line} n’est pas refermé à sa place."
