"""Callbacks and appointments, and when they can be."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from portal.models.types import NEVER_REUSED, Table, UtcDateTime


class OpeningHours(Table, table=True):
    """When slots are open on a weekday (0 is Monday), in local minutes after midnight.

    ``kind``: callback or appointment. ``capacity``: how many people in one slot.
    """

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=12)
    weekday: int
    starts_minute: int
    ends_minute: int
    slot_minutes: int
    capacity: int


class BookingRules(Table, table=True):
    """How soon, how far ahead, and until when before its start a slot can be taken or given back.

    ``notice_minutes``: the soonest; ``horizon_days``: the furthest; ``cutoff_minutes``: moving and
    cancelling online stop that long before the start.
    """

    kind: str = Field(primary_key=True, max_length=12)
    notice_minutes: int
    horizon_days: int
    cutoff_minutes: int


class Closure(Table, table=True):
    """A day on which nobody answers, besides Sundays and public holidays."""

    day: date = Field(primary_key=True)
    reason: str = Field(max_length=120)


class Booking(Table, table=True):
    """A callback or an appointment.

    ``medium``: phone, video or screen. ``contact_sealed``: name, phone and e-mail, as encrypted
    JSON. ``seat``: its place in the slot, below the capacity; nobody's once cancelled.
    ``link_hash``: digest of the token that lets somebody without an account move or cancel it.
    ``phone_fingerprint``, ``browser_hash``: how many of them a phone and a browser have taken.
    ``consented_at``: when sharing the screen was agreed to. ``sequence``: how often it moved, as
    calendars count.
    """

    __table_args__ = (
        UniqueConstraint("kind", "starts_at", "seat"),  # the last place has one winner
        Index("ix_booking_day", "kind", "status", "starts_at"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True, max_length=16)
    key: str = Field(unique=True, max_length=120)
    kind: str = Field(max_length=12)
    medium: str = Field(max_length=8)
    reason: str = Field(max_length=24)
    details: str = Field(default="", max_length=500)
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    seat: int | None = None
    status: str = Field(max_length=12)
    account_id: int | None = Field(default=None, index=True)
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    contact_sealed: str
    link_hash: str | None = Field(default=None, unique=True, max_length=64)
    phone_fingerprint: str = Field(index=True, max_length=64)
    browser_hash: str | None = Field(default=None, index=True, max_length=64)
    consented_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    assignee_id: int | None = Field(default=None, foreign_key="account.id")
    outcome: str = Field(default="", max_length=500)
    sequence: int = 0
    version: int = 1
    created_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
