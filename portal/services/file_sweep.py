"""Freeing the room of what no row names: files left by a crash, and those whose rows are gone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from portal.models.files import StoredFile
from portal.services.ports import FileStore

# Longer than any upload takes: what is younger may be on its way.
_SETTLED = timedelta(hours=1)
_FEW = 20
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Swept:
    """What was removed: half-written files, and files without a row.

    ``spared``: files without a row that were left, because this is not their database.
    """

    unfinished: int
    orphans: int
    spared: int = 0


def sweep_files(*, session: Session, store: FileStore, now: datetime, force: bool = False) -> Swept:
    """Remove what no row names; nothing that came within the hour.

    When more files lack a row than have one, the database was most likely restored without them,
    or is another's: they are spared, unless ``force``.
    """
    before = now - _SETTLED
    unfinished = store.clear_unfinished(before=before)
    orphans = _orphans(session, list(store.names(before=before)))
    known = session.scalar(select(func.count()).select_from(StoredFile)) or 0
    if len(orphans) > max(_FEW, known) and not force:
        return Swept(unfinished, 0, spared=len(orphans))
    for name in orphans:
        store.remove(name)
    return Swept(unfinished, len(orphans))


def _orphans(session: Session, names: list[str]) -> list[str]:
    orphans: list[str] = []
    for start in range(0, len(names), _BATCH):
        batch = names[start : start + _BATCH]
        stored = col(StoredFile.stored_name)
        known = set(session.scalars(select(stored).where(stored.in_(batch))))
        orphans += [name for name in batch if name not in known]
    return orphans
