"""What the bell shows, and what somebody wants to be told, by which channel and when."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from portal.models.types import NEVER_REUSED, Table, UtcDateTime


class Notification(Table, table=True):
    """One line of the bell. ``key``: the same notice given twice is one row."""

    __table_args__ = NEVER_REUSED

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=120)
    account_id: int = Field(foreign_key="account.id", index=True)
    topic: str = Field(max_length=16)
    title: str = Field(max_length=120)
    body: str = Field(max_length=300)
    href: str = Field(max_length=200)
    created_at: datetime = Field(sa_type=UtcDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class NotificationChoice(Table, table=True):
    """That a topic comes, or does not, by a channel: only where it differs from the default."""

    __table_args__ = (UniqueConstraint("account_id", "topic", "channel"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    topic: str = Field(max_length=16)
    channel: str = Field(max_length=8)
    wanted: bool


class QuietHours(Table, table=True):
    """When nothing but security may ring: minutes after midnight, local; may pass midnight."""

    account_id: int = Field(primary_key=True, foreign_key="account.id")
    starts_minute: int
    ends_minute: int
