"""Online accounts and what slows down those who guess passwords."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from portal.models.types import NEVER_REUSED, Table, UtcDateTime


class Account(Table, table=True):
    """What somebody signs in with: a member (``member_id``), or one of the staff (``role``).

    ``email`` is canonical: NFKC, casefolded, trimmed. ``phone`` is in E.164 and receives codes.
    ``must_change_password``: the password is void until a link sent by e-mail replaces it.
    ``password_from_link``: such a link gave the password; no second factor was shown since.
    """

    __table_args__ = (
        CheckConstraint("(member_id IS NULL) <> (role IS NULL)", name="member_or_staff"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    member_id: int | None = Field(default=None, foreign_key="member.id", unique=True)
    role: str | None = Field(default=None, max_length=16)
    staff_name: str | None = Field(default=None, max_length=120)
    email: str = Field(unique=True)
    email_confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    phone: str | None = Field(default=None, max_length=20)
    password_hash: str
    password_changed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    must_change_password: bool = False
    password_from_link: bool = False
    is_demo: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInFailure(Table, table=True):
    """One refused try, counted under a digest of the e-mail or of the network address."""

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(index=True, max_length=80)
    at: datetime = Field(sa_type=UtcDateTime)
