"""Sign-ups under way."""

from datetime import datetime

from sqlmodel import Field

from portal.models.types import NEVER_REUSED, Table, UtcDateTime


class SignUp(Table, table=True):
    """A sign-up begun in one browser, resumed there until it expires.

    ``answers_sealed``: what was typed so far, as encrypted JSON (the password as its hash).
    ``mismatches``: how often the answers matched no member.
    """

    __table_args__ = NEVER_REUSED

    id: int | None = Field(default=None, primary_key=True)
    browser_hash: str = Field(unique=True, max_length=64)
    step: str = Field(max_length=16)
    answers_sealed: str
    mismatches: int = 0
    member_id: int | None = Field(default=None, foreign_key="member.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
