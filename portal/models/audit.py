"""The audit log: who did what, and when. Rows are added, never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field

from portal.models.types import Table, UtcDateTime


class AuditEntry(Table, table=True):
    """One act worth keeping. ``details`` holds identifiers, never secrets nor health data."""

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    act: str = Field(max_length=48)
    account_id: int | None = Field(default=None, index=True)
    network: str | None = None
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
