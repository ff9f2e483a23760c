"""E-mails and SMS to deliver, written in the transaction of what they tell of."""

from datetime import datetime

from sqlmodel import Field

from portal.models.types import NEVER_REUSED, Table, UtcDateTime


class OutboxMessage(Table, table=True):
    """One e-mail or SMS. ``status``: waiting, sent or dead.

    ``key``: the same message asked for twice is one row. ``values_sealed``: what the letter is
    filled with, as encrypted JSON; emptied once the message has left.
    ``claimed_until``: a process is delivering it, and no other touches it before then.
    """

    __table_args__ = NEVER_REUSED

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=120)
    channel: str = Field(max_length=8)
    recipient_sealed: str
    letter: str = Field(max_length=40)
    values_sealed: str | None = None
    account_id: int | None = Field(default=None, index=True)
    status: str = Field(default="waiting", max_length=8)
    created_at: datetime = Field(sa_type=UtcDateTime)
    next_try_at: datetime = Field(sa_type=UtcDateTime, index=True)
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    tries: int = 0
    last_error: str | None = None
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
