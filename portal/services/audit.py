"""Writing to the audit log."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from portal.models.audit import AuditEntry


def record(
    session: Session,
    act: str,
    *,
    at: datetime,
    account_id: int | None = None,
    network: str | None = None,
    **details: Any,
) -> None:
    """Add one entry, in the transaction of what it tells of. ``details``: identifiers only."""
    session.add(AuditEntry(act=act, at=at, account_id=account_id, network=network, details=details))
