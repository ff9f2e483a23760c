"""Who of the staff is looking at what."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from portal.models.types import NEVER_REUSED, Table, UtcDateTime


class Presence(Table, table=True):
    """That one of the staff has an item open. ``item``: ``conversation:12``, ``booking:5``."""

    __table_args__ = (UniqueConstraint("item", "staff_id"),)

    id: int | None = Field(default=None, primary_key=True)
    item: str = Field(index=True, max_length=40)
    staff_id: int = Field(foreign_key="account.id")
    seen_at: datetime = Field(sa_type=UtcDateTime, index=True)


class FileOpening(Table, table=True):
    """That one of the staff opened a member's file, and why. Never changed, never forgotten early.

    It lets them read that file until ``expires_at``, in the session that asked.
    """

    __table_args__ = (
        Index("ix_file_opening_who", "staff_id", "member_id", "expires_at"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="account.id")
    session_id: int
    member_id: int = Field(foreign_key="member.id", index=True)
    reason: str = Field(max_length=24)
    details: str = Field(default="", max_length=300)
    at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
