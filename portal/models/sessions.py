"""Signed-in sessions, and the one-time tickets that turn a checked password into a cookie."""

from datetime import datetime

from sqlmodel import Field

from portal.models.types import Table, UtcDateTime


class UserSession(Table, table=True):
    """A signed-in browser. Only the digest of its cookie is stored."""

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    account_id: int = Field(foreign_key="account.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_seen_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    end_reason: str | None = Field(default=None, max_length=24)
    user_agent: str | None = None
    network: str | None = None


class SignInTicket(Table, table=True):
    """Proof that a password was just checked, for one browser, once, for thirty seconds."""

    id: int | None = Field(default=None, primary_key=True)
    ticket_hash: str = Field(unique=True, max_length=64)
    browser_hash: str = Field(max_length=64)
    account_id: int = Field(foreign_key="account.id")
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
