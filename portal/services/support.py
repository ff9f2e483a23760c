"""Requests for a human: stored once, with a reference."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.support import SupportKind, new_reference
from portal.models.support import SupportRequest
from portal.services import audit
from portal.services.ports import Cipher
from portal.services.turns import one_at_a_time


def add_request(
    session: Session,
    *,
    cipher: Cipher,
    now: datetime,
    key: str,
    kind: SupportKind,
    reason: str,
    account_id: int | None = None,
    contact: Mapping[str, str] | None = None,
) -> str:
    """Store a request and return its reference; with a ``key`` known already, that one's."""
    one_at_a_time(session, f"support:{key}")
    known = _known_request(session, key)
    if known is not None:
        return known.reference
    reference = new_reference(secrets.choice)
    while session.scalar(select(SupportRequest).where(col(SupportRequest.reference) == reference)):
        reference = new_reference(secrets.choice)
    session.add(
        SupportRequest(
            reference=reference,
            key=key,
            kind=kind,
            reason=reason,
            account_id=account_id,
            contact_sealed=cipher.encrypt(json.dumps(dict(contact))) if contact else None,
            created_at=now,
        )
    )
    audit.record(
        session, "support.asked", at=now, account_id=account_id, reference=reference, kind=kind
    )
    return reference


def _known_request(session: Session, key: str) -> SupportRequest | None:
    return session.scalar(select(SupportRequest).where(col(SupportRequest.key) == key))
