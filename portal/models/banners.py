"""What the staff tell everybody: an outage, a closure."""

from datetime import datetime

from sqlmodel import Field

from portal.models.types import NEVER_REUSED, Table, UtcDateTime


class Banner(Table, table=True):
    """A sentence at the top of every page, from ``starts_at`` until ``ends_at`` or its withdrawal.

    ``level``: info, warning or danger. ``staff_id``: who wrote it.
    """

    __table_args__ = NEVER_REUSED

    id: int | None = Field(default=None, primary_key=True)
    text: str = Field(max_length=300)
    level: str = Field(max_length=8)
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    staff_id: int = Field(foreign_key="account.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
