"""What changed for whom, so that every server process can tell its open pages."""

from datetime import datetime

from sqlmodel import Field

from portal.models.types import NEVER_REUSED, Table, UtcDateTime


class LiveEvent(Table, table=True):
    """Written in the transaction of the change it announces; carries no personal data.

    ``audience``: whose pages are told, see ``domain.audiences``.
    """

    __table_args__ = NEVER_REUSED

    id: int | None = Field(default=None, primary_key=True)
    audience: str = Field(max_length=24)
    topic: str = Field(max_length=24)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
