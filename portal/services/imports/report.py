"""What an import did, file by file, and its JSON form."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from portal.services.imports.issues import Issues


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file.

    ``kind`` is empty when the header was not recognised. ``created``, ``updated`` and
    ``unchanged`` count rows, all zero when nothing was imported. ``refused`` holds one issue a
    refused row, ``warnings`` any number a row. ``error`` says why the file could not be taken.
    """

    file: str
    kind: str
    read: int
    created: int
    updated: int
    unchanged: int
    refused: Issues
    warnings: Issues
    error: str | None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; the files in the order they were given.

    ``applied`` tells whether the rows were kept (or would have been, in a dry run).
    """

    files: tuple[FileReport, ...]
    applied: bool

    @property
    def ok(self) -> bool:
        """Whether every file was taken and no row refused."""
        return not any(file.error or len(file.refused) for file in self.files)


def as_json(report: ImportReport) -> Iterator[str]:
    """Yield the JSON text of a report piece by piece: refusals may be too many for memory."""
    yield '{"files": ['
    for number, file in enumerate(report.files):
        yield ", " if number else ""
        yield from _file_as_json(file)
    yield "]}\n"


def _file_as_json(file: FileReport) -> Iterator[str]:
    counts = {
        "file": file.file,
        "kind": file.kind or None,
        "read": file.read,
        "created": file.created,
        "updated": file.updated,
        "unchanged": file.unchanged,
    }
    yield json.dumps(counts, ensure_ascii=False)[:-1]
    for name, issues in (("refused", file.refused), ("warnings", file.warnings)):
        yield f', "{name}": ['
        for number, issue in enumerate(issues):
            yield (", " if number else "") + json.dumps(issue._asdict(), ensure_ascii=False)
        yield "]"
    yield f', "error": {json.dumps(file.error, ensure_ascii=False)}}}'
