"""What somebody asks a human for: a callback, help with an account that may be in danger."""

from datetime import datetime

from sqlmodel import Field

from portal.models.types import NEVER_REUSED, Table, UtcDateTime


class SupportRequest(Table, table=True):
    """One request. ``kind`` and ``reason``: see ``domain.support``.

    ``contact_sealed``: name and phone number, as encrypted JSON.
    ``key``: the same request sent twice is one row.
    """

    __table_args__ = NEVER_REUSED

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True, max_length=16)
    key: str = Field(unique=True, max_length=120)
    kind: str = Field(max_length=16)
    reason: str = Field(max_length=24)
    account_id: int | None = Field(default=None, index=True)
    contact_sealed: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
