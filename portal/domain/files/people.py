"""What is checked and computed on each row of the files about people and contributions."""

from collections.abc import Callable
from datetime import date
from typing import Any

from portal.domain.files.kinds import CONTRIBUTIONS, Kind
from portal.domain.files.refusals import RowRefused

Seal = Callable[[str], str]
RowMaker = Callable[[list[Any]], list[Any]]


class PersonRows:
    """Checks birth dates and hides the NIR: its fingerprint is compared, its sealed form kept."""

    def __init__(self, kind: Kind, today: date, *, seal: Seal, fingerprint: Seal) -> None:
        fields = kind.fields
        self._birth = fields.index("birth_date")
        self._nir = fields.index("nir_fingerprint")
        self._today = today.isoformat()
        self._seal, self._fingerprint = seal, fingerprint

    def __call__(self, row: list[Any]) -> list[Any]:
        """Return the row with what follows from it. Raises ``RowRefused``."""
        if row[self._birth] > self._today:
            sentence = "La date de naissance est dans le futur."
            raise RowRefused("date_naissance", row[self._birth], sentence)
        nir = row[self._nir]
        if nir is not None:
            row[self._nir] = self._fingerprint(nir)
        row.append(None if nir is None else self._seal(nir))
        return row


class ContributionRows:
    """A contribution that says nothing of its payment is one to come."""

    def __init__(self) -> None:
        self._status = CONTRIBUTIONS.fields.index("status")

    def __call__(self, row: list[Any]) -> list[Any]:
        """Return the row with what follows from it."""
        if row[self._status] is None:
            row[self._status] = "a_venir"
        return row


def as_it_is(row: list[Any]) -> list[Any]:
    """A row that needs no check of its own."""
    return row
