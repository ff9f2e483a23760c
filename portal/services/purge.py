"""Forgetting what is of no use any more."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, cast, delete, exists
from sqlmodel import Session, col

from portal.domain.files_held import DRAFT_KEPT, REMOVED_KEPT
from portal.models.accounts import SignInFailure
from portal.models.bookings import Booking
from portal.models.codes import EmailLink, OneTimeCode
from portal.models.factors import PasskeyChallenge
from portal.models.files import StoredFile
from portal.models.help_opinions import HelpOpinion
from portal.models.live import LiveEvent
from portal.models.messages import MessageDraft
from portal.models.notifications import Notification
from portal.models.outbox import OutboxMessage
from portal.models.sessions import Device, PendingSignIn, SignInTicket, UserSession
from portal.models.sign_up import SignUp
from portal.models.staff_work import Presence
from portal.services.live import KEPT_FOR


@dataclass(frozen=True, slots=True)
class _Rule:
    """Rows of ``table`` go once the moment ``since`` is older than ``kept``."""

    table: Any
    since: Any
    kept: timedelta
    only: ColumnElement[bool] | None = None


_DAY = timedelta(days=1)
# Somebody is still writing what the files were meant for.
_goes_on = exists().where(
    col(StoredFile.holder)
    == "draft:" + cast(col(MessageDraft.account_id), String) + ":" + col(MessageDraft.place)
)
_RULES = (
    _Rule(LiveEvent, LiveEvent.at, KEPT_FOR),
    _Rule(SignInTicket, SignInTicket.expires_at, _DAY),
    _Rule(PendingSignIn, PendingSignIn.expires_at, _DAY),
    _Rule(PasskeyChallenge, PasskeyChallenge.expires_at, _DAY),
    _Rule(OneTimeCode, OneTimeCode.expires_at, _DAY),
    _Rule(SignUp, SignUp.expires_at, timedelta(0)),
    _Rule(EmailLink, EmailLink.expires_at, 30 * _DAY),
    # Wrong tries count for a day, and what is asked for too often for less.
    _Rule(SignInFailure, SignInFailure.at, 2 * _DAY),
    # What the audit log keeps of a session is longer-lived, and says less.
    _Rule(UserSession, UserSession.expires_at, 90 * _DAY),
    # Their content follows: services.file_sweep.
    _Rule(
        StoredFile,
        StoredFile.created_at,
        DRAFT_KEPT,
        col(StoredFile.holder).startswith("draft:") & ~_goes_on,
    ),
    _Rule(
        StoredFile,
        StoredFile.created_at,
        REMOVED_KEPT,
        col(StoredFile.holder).startswith("removed:"),
    ),
    _Rule(Device, Device.last_seen_at, 400 * _DAY),
    _Rule(Booking, Booking.ends_at, 365 * _DAY),
    _Rule(Presence, Presence.seen_at, _DAY),
    # Articles have changed since.
    _Rule(HelpOpinion, HelpOpinion.at, 730 * _DAY),
    _Rule(
        OutboxMessage, OutboxMessage.created_at, 30 * _DAY, col(OutboxMessage.status) != "waiting"
    ),
    _Rule(
        Notification, Notification.created_at, 365 * _DAY, col(Notification.read_at).is_not(None)
    ),
)


def purge(*, session: Session, now: datetime) -> dict[str, int]:
    """Delete expired rows; return how many by table, only where there were any."""
    found: dict[str, int] = {}
    for rule in _RULES:
        conditions = [rule.since < now - rule.kept]
        if rule.only is not None:
            conditions.append(rule.only)
        name = rule.table.__tablename__
        gone = session.execute(delete(rule.table).where(*conditions)).rowcount  # pyright: ignore[reportAttributeAccessIssue] - of a delete
        if gone:
            found[name] = found.get(name, 0) + gone
    return found
