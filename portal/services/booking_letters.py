"""What is written about a booking: confirmed, moved, cancelled, and the reminders before it."""

from datetime import datetime, timedelta, tzinfo

from sqlmodel import Session

from portal.domain.bookings import Kind, Medium, name_of
from portal.domain.letters import Letter
from portal.domain.notifications import Channel, Topic
from portal.domain.quiet_hours import quiet_until
from portal.models.bookings import Booking
from portal.services.booking_rows import Contact, minutes_of, opened_contact
from portal.services.outbox import post, withdraw
from portal.services.ports import Cipher
from portal.services.quotas import Quota, spend
from portal.services.recipients import Recipient, recipients_of

FOLLOW_PATH = "/rappel/suivi"
# A cancellation can be taken back that long without anybody hearing of it.
SECOND_THOUGHTS = timedelta(minutes=2)
_REMINDERS = (("eve", timedelta(days=1)), ("soon", timedelta(hours=1)))
# An address that somebody typed: it may be anybody's.
_PER_ADDRESS = Quota("booking_mail", 6, timedelta(days=1))
_WITH_LINK = {
    Letter.BOOKING_MADE: Letter.CALLBACK_BOOKED,
    Letter.BOOKING_MOVED: Letter.CALLBACK_MOVED,
}


def about(row: Booking) -> str:
    """What the keys of every letter about a booking begin with."""
    return f"booking:{row.id}:"


def tell_made(
    session: Session, *, cipher: Cipher, now: datetime, zone: tzinfo, row: Booking, moved: bool
) -> None:
    """Confirm a booking, made or moved, and plan its reminders; older letters are withdrawn."""
    withdraw(session, now=now, about=about(row))
    _post(session, cipher, now, row, Letter.BOOKING_MOVED if moved else Letter.BOOKING_MADE)
    _plan_reminders(session, cipher, now, zone, row)


def tell_cancelled(session: Session, *, cipher: Cipher, now: datetime, row: Booking) -> None:
    """Withdraw what was planned, and confirm in a moment that the booking is cancelled."""
    withdraw(session, now=now, about=about(row))
    _post(session, cipher, now, row, Letter.BOOKING_CANCELLED, not_before=now + SECOND_THOUGHTS)


def tell_restored(
    session: Session, *, cipher: Cipher, now: datetime, zone: tzinfo, row: Booking
) -> None:
    """Withdraw the cancellation, and confirm anew: calendars take the newest word for it."""
    tell_made(session, cipher=cipher, now=now, zone=zone, row=row, moved=False)


def _post(
    session: Session,
    cipher: Cipher,
    now: datetime,
    row: Booking,
    letter: Letter,
    *,
    not_before: datetime | None = None,
) -> None:
    contact = opened_contact(cipher, row)
    if not contact.email:
        return
    if row.account_id is None and not spend(
        session, now=now, quota=_PER_ADDRESS, who=contact.email
    ):
        return
    post(
        session,
        cipher=cipher,
        now=now,
        key=f"{about(row)}{row.sequence}:{letter}",
        channel=Channel.EMAIL,
        to=contact.email,
        letter=_WITH_LINK.get(letter, letter) if contact.token else letter,
        values=_values(row, contact),
        account_id=row.account_id,
        not_before=not_before,
    )


def _values(row: Booking, contact: Contact) -> dict[str, str]:
    values = {
        "what": name_of(Kind(row.kind), Medium(row.medium)),
        "when": row.starts_at.isoformat(),
        "minutes": str(minutes_of(row.starts_at, row.ends_at)),
        "reference": row.reference,
        "sequence": str(row.sequence),
    }
    if contact.token:
        values["link"] = f"{FOLLOW_PATH}?jeton={contact.token}"
    return values


def _plan_reminders(
    session: Session, cipher: Cipher, now: datetime, zone: tzinfo, row: Booking
) -> None:
    if row.account_id is None:
        return
    found = recipients_of(session, account_ids=[row.account_id], topic=Topic.APPOINTMENT)
    for recipient in found:
        for name, before in _REMINDERS:
            due = _outside_quiet_hours(row.starts_at - before, recipient, zone)
            if now < due < row.starts_at:
                _remind(session, cipher, now, row, recipient, name, due)


def _outside_quiet_hours(due: datetime, recipient: Recipient, zone: tzinfo) -> datetime:
    return quiet_until(due, recipient.quiet, zone) or due


def _remind(
    session: Session,
    cipher: Cipher,
    now: datetime,
    row: Booking,
    recipient: Recipient,
    name: str,
    due: datetime,
) -> None:
    addresses = {Channel.EMAIL: recipient.email, Channel.SMS: recipient.phone or ""}
    for channel in recipient.channels & set(addresses):
        post(
            session,
            cipher=cipher,
            now=now,
            key=f"{about(row)}{row.sequence}:{name}:{channel}",
            channel=channel,
            to=addresses[channel],
            letter=Letter.BOOKING_REMINDER,
            values=_values(row, Contact("", "")),
            account_id=row.account_id,
            not_before=due,
        )
