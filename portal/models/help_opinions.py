"""What readers say of the help."""

from datetime import datetime

from sqlmodel import Field

from portal.models.types import NEVER_REUSED, Table, UtcDateTime


class HelpOpinion(Table, table=True):
    """Whether a page of the help was of use. ``key``: one opinion for each browser and page."""

    __table_args__ = NEVER_REUSED

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=120)
    slug: str = Field(index=True, max_length=80)
    useful: bool
    comment: str = Field(default="", max_length=500)
    at: datetime = Field(sa_type=UtcDateTime)
