"""Signed-in sessions, the steps that lead to one, and the browsers they are opened in."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from portal.models.types import NEVER_REUSED, Table, UtcDateTime


class UserSession(Table, table=True):
    """A signed-in browser. Only the digest of its cookie is stored.

    ``proved_at``: when this person last gave a password or a second factor in it.
    """

    __table_args__ = NEVER_REUSED

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    account_id: int = Field(foreign_key="account.id", index=True)
    browser_hash: str = Field(max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)
    proved_at: datetime = Field(sa_type=UtcDateTime)
    last_seen_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    end_reason: str | None = Field(default=None, max_length=24)
    user_agent: str | None = None
    network: str | None = None


class PendingSignIn(Table, table=True):
    """A right password that still waits for its second step, in one browser, for ten minutes."""

    __table_args__ = NEVER_REUSED

    id: int | None = Field(default=None, primary_key=True)
    handle_hash: str = Field(unique=True, max_length=64)
    browser_hash: str = Field(max_length=64)
    account_id: int = Field(foreign_key="account.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInTicket(Table, table=True):
    """Proof that somebody was just recognised, for one browser, once, for thirty seconds.

    ``session_expires_at``: the end of the session it goes on with, when it renews one.
    """

    id: int | None = Field(default=None, primary_key=True)
    ticket_hash: str = Field(unique=True, max_length=64)
    browser_hash: str = Field(max_length=64)
    account_id: int = Field(foreign_key="account.id", index=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    session_expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Device(Table, table=True):
    """A browser that an account was opened in, known by the digest of its anonymous cookie.

    ``trusted_until``: no second step is asked in it before then.
    """

    __table_args__ = (UniqueConstraint("account_id", "browser_hash"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    browser_hash: str = Field(max_length=64)
    first_seen_at: datetime = Field(sa_type=UtcDateTime)
    last_seen_at: datetime = Field(sa_type=UtcDateTime)
    trusted_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    user_agent: str | None = None
    network: str | None = None
