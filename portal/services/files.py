"""Files of members and staff: what they belong to, and who may see them.

Their content is in a ``ports.FileStore``, put there before the row is written and swept once no row
names it (``services.file_sweep``): deleting a row deletes the only key to its content.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlmodel import Session, col

from portal.domain import audiences
from portal.domain.actors import AccountActor, Actor, MemberActor
from portal.domain.errors import NotFound
from portal.domain.file_refusals import FileNotTaken, Reason
from portal.domain.files_held import MOST_IN_ONE_PLACE, is_sent, of_draft, removed_from
from portal.models.files import StoredFile
from portal.services import audit
from portal.services.live import announce
from portal.services.ports import Cipher
from portal.services.rights import require_account
from portal.services.turns import one_at_a_time

LIVE_TOPIC = "files"
_UNKNOWN = "Ce fichier n’existe pas, ou n’est plus là."


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file as pages list it. Sizes are bytes; ``received_sha256`` is of what was sent."""

    public_id: str
    name: str
    size: int
    media_type: str
    received_size: int
    received_sha256: str
    created_at: datetime
    is_removed: bool = False

    @property
    def href(self) -> str:
        """Where it is read."""
        return f"/fichiers/{self.public_id}"


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A file that somebody may read, and what opens its content."""

    line: FileLine
    stored_name: str
    content_key: str


def files_of(session: Session, holders: Sequence[str]) -> dict[str, list[FileLine]]:
    """The files of each holder that has any, oldest first. Whoever calls knows who may see them."""
    found: dict[str, list[FileLine]] = {}
    for row in _rows_of(session, holders):
        found.setdefault(row.holder, []).append(line_of(row))
    return found


def draft_files(*, session: Session, actor: Actor, place: str) -> list[FileLine]:
    """The files of what the actor is writing at a place, with those taken back out of it."""
    account = require_account(actor)
    holders = [of_draft(account.account_id, place), removed_from(account.account_id, place)]
    return [line_of(row) for row in _rows_of(session, holders)]


def move_files(session: Session, *, from_holder: str, to_holder: str, member_id: int | None) -> int:
    """Have every file of a draft belong to what became of it; return how many.

    ``member_id``: whose they are from now on.
    """
    moved = (
        update(StoredFile)
        .where(col(StoredFile.holder) == from_holder)
        .values(holder=to_holder, member_id=member_id)
    )
    return session.execute(moved).rowcount  # pyright: ignore[reportAttributeAccessIssue]


def forget_files(session: Session, holder: str) -> int:
    """Delete every file of a holder, for good; of a draft, those taken back too."""
    holders = [holder, holder.replace("draft:", "removed:", 1)]
    return _forget(session, col(StoredFile.holder).in_(holders))


def forget_drafts(session: Session, account_id: int) -> int:
    """Delete the files of everything an account was writing."""
    return _forget(
        session,
        col(StoredFile.account_id) == account_id,
        or_(
            col(StoredFile.holder).startswith("draft:"),
            col(StoredFile.holder).startswith("removed:"),
        ),
    )


def remove_file(*, session: Session, actor: Actor, now: datetime, public_id: str) -> str:
    """Take a file back out of the draft it is in; return the place. Raises ``NotFound``.

    For a day it can be put back (``put_back``).
    """
    account = require_account(actor)
    row, place = _own_draft_file(session, account, public_id, "draft:")
    row.holder = removed_from(account.account_id, place)
    _changed(session, account, "file.removed", row, now)
    return place


def put_back(*, session: Session, actor: Actor, now: datetime, public_id: str) -> str:
    """Undo ``remove_file``. Raises ``NotFound``, ``FileNotTaken`` when the place is full."""
    account = require_account(actor)
    row, place = _own_draft_file(session, account, public_id, "removed:")
    holder = of_draft(account.account_id, place)
    one_at_a_time(session, f"files:{account.account_id}")
    if len(files_of(session, [holder]).get(holder, [])) >= MOST_IN_ONE_PLACE:
        raise FileNotTaken(Reason.PLACE_FULL)
    row.holder = holder
    _changed(session, account, "file.put_back", row, now)
    return place


def open_file(
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    cipher: Cipher,
    public_id: str,
    network: str = "",
) -> FileToRead:
    """What is needed to read a file; the reading is noted in the audit log.

    In a draft, only whoever put it there may read it; once sent, the member whose it is, and the
    staff. Raises ``NotFound``, in the same words for what is another's and what never was.
    """
    account = require_account(actor)
    row = _row(session, public_id)
    if row is None or not _may_read(account, row):
        raise NotFound(_UNKNOWN)
    audit.record(
        session,
        "file.read",
        at=now,
        account_id=account.account_id,
        network=network,
        file=row.id,
        holder=row.holder,
        member_id=row.member_id,
    )
    return FileToRead(line_of(row), row.stored_name, cipher.decrypt(row.content_key_sealed))


def line_of(row: StoredFile) -> FileLine:
    """A row as pages list it."""
    return FileLine(
        public_id=row.public_id,
        name=row.name,
        size=row.size,
        media_type=row.media_type,
        received_size=row.received_size,
        received_sha256=row.received_sha256,
        created_at=row.created_at,
        is_removed=row.holder.startswith("removed:"),
    )


def _may_read(account: AccountActor, row: StoredFile) -> bool:
    if not is_sent(row.holder):
        return row.account_id == account.account_id and row.holder.startswith("draft:")
    if isinstance(account, MemberActor):
        return row.member_id == account.member_id
    return True


def _rows_of(session: Session, holders: Sequence[str]) -> Iterable[StoredFile]:
    held = select(StoredFile).where(col(StoredFile.holder).in_(holders))
    return session.scalars(held.order_by(col(StoredFile.id)))


def _row(session: Session, public_id: str) -> StoredFile | None:
    statement = select(StoredFile).where(col(StoredFile.public_id) == public_id)
    return session.scalars(statement.with_for_update()).one_or_none()


def _own_draft_file(
    session: Session, account: AccountActor, public_id: str, kind: str
) -> tuple[StoredFile, str]:
    row = _row(session, public_id)
    mine = f"{kind}{account.account_id}:"
    if row is None or row.account_id != account.account_id or not row.holder.startswith(mine):
        raise NotFound(_UNKNOWN)
    return row, row.holder.removeprefix(mine)


def _changed(
    session: Session, account: AccountActor, act: str, row: StoredFile, now: datetime
) -> None:
    details: Mapping[str, Any] = {"file": row.id, "holder": row.holder}
    audit.record(session, act, at=now, account_id=account.account_id, **details)
    announce(session, audiences.account(account.account_id), LIVE_TOPIC, now=now)


def _forget(session: Session, *conditions: ColumnElement[bool]) -> int:
    gone = session.execute(delete(StoredFile).where(*conditions))
    return gone.rowcount  # pyright: ignore[reportAttributeAccessIssue] - of a delete
