"""What members say of how they were answered."""

from datetime import datetime

from sqlmodel import Field

from portal.models.types import NEVER_REUSED, Table, UtcDateTime


class SurveyAnswer(Table, table=True):
    """A few words after a conversation or a callback. ``about``: ``conversation:12``.

    ``score``: 1 (very unhappy) to 5. ``solved``: whether the matter is settled, if said.
    """

    __table_args__ = NEVER_REUSED

    id: int | None = Field(default=None, primary_key=True)
    about: str = Field(unique=True, max_length=60)
    kind: str = Field(index=True, max_length=16)
    account_id: int | None = Field(default=None, index=True)
    score: int
    solved: bool | None = None
    comment: str = Field(default="", max_length=500)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
