"""The sign-in history of an account, from the audit log."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from portal.domain.actors import AccountActor
from portal.domain.devices import UNKNOWN_DEVICE, network_range
from portal.domain.errors import NotFound
from portal.models.audit import AuditEntry
from portal.services.rights import require_account

PAGE_SIZE = 20

# What is told of all that the log keeps: one line for what its reader sees as one thing.
SHOWN = (
    "session.opened",
    "session.renewed",
    "session.ended",
    "sign_in.refused",
    "sign_in.second_step_refused",
    "sign_in.locked",
)
# Somebody got in, or had the right password: what one may have to say "not me" to.
DISPUTABLE = frozenset({"session.opened", "session.renewed", "sign_in.second_step_refused"})


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of the history. ``is_this``: it opened the session that asks."""

    id: int
    at: datetime
    act: str
    reason: str
    device: str
    network: str
    is_this: bool
    is_disputable: bool


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """``page`` of ``pages``, newest first."""

    entries: list[HistoryEntry]
    page: int
    pages: int


def sign_in_history(*, session: Session, actor: AccountActor, page: int) -> HistoryPage:
    """One page of the signed-in person's history; the last one when there are not so many."""
    own = require_account(actor)
    whose = _of(own.account_id)
    count = session.execute(select(func.count()).select_from(AuditEntry).where(whose)).scalar_one()
    pages = max(1, -(-count // PAGE_SIZE))
    shown = min(max(1, page), pages)
    rows = session.scalars(
        select(AuditEntry)
        .where(whose)
        .order_by(col(AuditEntry.id).desc())
        .limit(PAGE_SIZE)
        .offset((shown - 1) * PAGE_SIZE)
    )
    return HistoryPage([_entry(row, own.session_id) for row in rows], shown, pages)


def disputed_entry(session: Session, *, account_id: int, entry_id: int) -> HistoryEntry:
    """The line that its owner does not recognise. Raises ``NotFound`` for any other."""
    row = session.scalar(select(AuditEntry).where(_of(account_id), col(AuditEntry.id) == entry_id))
    if row is None or row.act not in DISPUTABLE:
        raise NotFound("Nous ne trouvons pas cette ligne. Rechargez la page pour voir la liste.")
    return _entry(row, session_id=0)


def _of(account_id: int) -> ColumnElement[bool]:
    return (col(AuditEntry.account_id) == account_id) & col(AuditEntry.act).in_(SHOWN)


def _entry(row: AuditEntry, session_id: int) -> HistoryEntry:
    is_this = bool(session_id) and row.details.get("session_id") == session_id
    return HistoryEntry(
        id=row.id or 0,
        at=row.at,
        act=row.act,
        reason=str(row.details.get("reason", "")),
        device=str(row.details.get("device") or UNKNOWN_DEVICE),
        network=network_range(row.network),
        is_this=is_this,
        is_disputable=row.act in DISPUTABLE and not is_this,
    )
