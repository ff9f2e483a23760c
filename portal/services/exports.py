"""The trace that an export of personal data leaves."""

from datetime import datetime

from sqlmodel import Session

from portal.domain.actors import Actor
from portal.services import audit
from portal.services.rights import require_member


def record_export(
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    file_format: str,
    count: int,
    network: str | None = None,
) -> None:
    """Write down that ``count`` lines leave as a file. Raises ``NotAllowed`` unless a member."""
    member = require_member(actor)
    audit.record(
        session,
        "claims.exported",
        at=now,
        account_id=member.account_id,
        network=network,
        format=file_format,
        count=count,
    )
