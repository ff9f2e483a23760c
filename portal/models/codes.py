"""What is sent to somebody to prove that an address or a phone is theirs."""

from datetime import datetime

from sqlmodel import Field

from portal.models.types import NEVER_REUSED, Table, UtcDateTime


class OneTimeCode(Table, table=True):
    """Six digits sent by SMS or e-mail; a keyed digest.

    ``subject``: what it is for, such as ``sign_up:12`` or ``sign_in:7``; only the newest code of a
    subject counts.
    """

    __table_args__ = NEVER_REUSED

    id: int | None = Field(default=None, primary_key=True)
    subject: str = Field(index=True, max_length=64)
    code_hash: str = Field(max_length=64)
    channel: str = Field(max_length=8)
    sent_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    tries: int = 0
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class EmailLink(Table, table=True):
    """The token of a link sent by e-mail, used once. ``purpose``: see ``domain.links``."""

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    purpose: str = Field(max_length=16)
    account_id: int = Field(foreign_key="account.id", index=True)
    email: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
