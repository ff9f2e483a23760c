"""Taking a file in: is there room for it, and the row once its content is kept."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from portal.domain import audiences
from portal.domain.actors import AccountActor, Actor, MemberActor
from portal.domain.file_refusals import FileNotTaken, Reason
from portal.domain.files_held import MOST_IN_ONE_PLACE, FileLimits, MediaType, of_draft
from portal.models.files import StoredFile
from portal.services import audit
from portal.services.files import LIVE_TOPIC, FileLine, line_of
from portal.services.live import announce
from portal.services.ports import Cipher, KeptContent
from portal.services.quotas import Quota, spend
from portal.services.rights import require_account
from portal.services.turns import one_at_a_time


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was inspected and kept. ``sent_*``: of what was sent, before it was made safe."""

    name: str
    media_type: MediaType
    size: int
    sent_size: int
    sent_sha256: str
    content: KeptContent


@dataclass(frozen=True, slots=True)
class Added:
    """The file as it is listed; ``is_new`` unless it had been taken in before."""

    line: FileLine
    is_new: bool


def begin_upload(
    *, session: Session, actor: Actor, now: datetime, limits: FileLimits, place: str, key: str
) -> FileLine | None:
    """Count one more file tried; return the file instead when ``key`` was taken in before.

    Raises ``FileNotTaken`` when the place is full or the account sent too much.
    """
    account = require_account(actor)
    known = _known(session, account, key)
    if known is not None:
        return line_of(known)
    _check_room(session, account, limits, place, size=1)
    tries = Quota("file", limits.files_a_day, timedelta(days=1))
    if not spend(session, now=now, quota=tries, who=str(account.account_id)):
        raise FileNotTaken(Reason.TOO_MANY_TODAY)
    return None


def add_file(
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    cipher: Cipher,
    limits: FileLimits,
    place: str,
    key: str,
    received: Received,
) -> Added:
    """Add a file to what the actor is writing at ``place``; the same ``key`` twice is one file.

    Raises ``FileNotTaken``.
    """
    account = require_account(actor)
    one_at_a_time(session, f"files:{account.account_id}")
    known = _known(session, account, key)
    if known is not None:
        return Added(line_of(known), is_new=False)
    _check_room(session, account, limits, place, received.size)
    row = StoredFile(
        public_id=secrets.token_urlsafe(18),
        stored_name=received.content.name,
        key=_key(account, key),
        content_key_sealed=cipher.encrypt(received.content.key),
        holder=of_draft(account.account_id, place),
        account_id=account.account_id,
        member_id=account.member_id if isinstance(account, MemberActor) else None,
        name=received.name,
        media_type=received.media_type,
        size=received.size,
        received_size=received.sent_size,
        received_sha256=received.sent_sha256,
        created_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(session, "file.added", at=now, account_id=account.account_id, file=row.id)
    announce(session, audiences.account(account.account_id), LIVE_TOPIC, now=now)
    return Added(line_of(row), is_new=True)


def refuse_file(
    *, session: Session, actor: Actor, now: datetime, reason: Reason, sha256: str, network: str
) -> None:
    """Note in the audit log that a file was not taken."""
    audit.record(
        session,
        "file.refused",
        at=now,
        account_id=require_account(actor).account_id,
        network=network,
        reason=reason.value,
        sha256=sha256,
    )


def _check_room(
    session: Session, account: AccountActor, limits: FileLimits, place: str, size: int
) -> None:
    """Raise ``FileNotTaken`` unless one more file of ``size`` bytes may be kept."""
    here = col(StoredFile.holder) == of_draft(account.account_id, place)
    if (session.scalar(select(func.count()).where(here)) or 0) >= MOST_IN_ONE_PLACE:
        raise FileNotTaken(Reason.PLACE_FULL)
    # The staff send files to many members: only what waits in their drafts counts.
    mine = col(StoredFile.account_id) == account.account_id
    if not isinstance(account, MemberActor):
        mine &= col(StoredFile.holder).startswith("draft:")
    kept = session.scalar(select(func.sum(col(StoredFile.size))).where(mine)) or 0
    if kept + size > limits.bytes_kept:
        raise FileNotTaken(Reason.QUOTA)


def _known(session: Session, account: AccountActor, key: str) -> StoredFile | None:
    same = select(StoredFile).where(col(StoredFile.key) == _key(account, key))
    return session.scalars(same).one_or_none()


def _key(account: AccountActor, key: str) -> str:
    return f"{account.account_id}:{key}"
