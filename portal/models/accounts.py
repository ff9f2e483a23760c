"""Online accounts and what slows down those who guess passwords."""

from datetime import datetime

from sqlmodel import Field

from portal.models.types import Table, UtcDateTime


class Account(Table, table=True):
    """What a member signs in with. ``email`` is canonical: NFKC, casefolded, trimmed."""

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", unique=True)
    email: str = Field(unique=True)
    password_hash: str
    is_demo: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInFailure(Table, table=True):
    """One refused try, counted under a digest of the e-mail or of the network address."""

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(index=True, max_length=80)
    at: datetime = Field(sa_type=UtcDateTime)
