"""The cast's claims as the insurer sends them: files that bring each line's next status."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from portal.demo import files
from portal.demo.claims import Line
from portal.domain.claims import Status

# A line enters with the first file and moves on with the next ones; corrections come last, when
# the line they correct is known.
_FILE_OF = {Status.SENT: 1, Status.AT_HEALTH_INSURANCE: 2, Status.RECEIVED: 3}
LAST_WAVE = 4


def write_waves(folder: Path, lines: Iterable[Line]) -> list[Path]:
    """Write the four successive claim files and return their paths, in order."""
    known = list(lines)
    return [
        files.write(folder / f"remboursements-{number}.csv", files.CLAIMS, _rows_of(number, known))
        for number in range(1, LAST_WAVE + 1)
    ]


def _rows_of(number: int, lines: list[Line]) -> Iterator[files.Row]:
    for line in lines:
        for step, (status, _) in enumerate(line.steps):
            if _FILE_OF.get(status, LAST_WAVE) == number:
                yield files.claim_row(line, step)
