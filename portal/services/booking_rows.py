"""The rows of bookings: found, held, and the person behind each."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from portal.domain.text import storable
from portal.models.bookings import Booking
from portal.services.ports import Cipher
from portal.services.secrets import digest

UNKNOWN = "Ce rendez-vous n’existe pas, ou n’est pas le vôtre."
_PROOF_LENGTH = 32
_LONGEST_REFERENCE = 16


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call. ``email`` and ``token`` (of the link that moves it) may be empty."""

    name: str
    phone: str
    email: str = ""
    token: str = ""


def sealed(cipher: Cipher, contact: Contact) -> str:
    """``contact`` as it is stored."""
    return cipher.encrypt(json.dumps(asdict(contact)))


def opened_contact(cipher: Cipher, row: Booking) -> Contact:
    """Whom a booking is for."""
    return Contact(**json.loads(cipher.decrypt(row.contact_sealed)))


def held(session: Session, *which: ColumnElement[bool]) -> Booking | None:
    """The booking that fits, read anew and held until the end of the transaction."""
    found = select(Booking).where(*which).with_for_update()
    return session.scalar(found.execution_options(populate_existing=True))


def by_link(token: str) -> ColumnElement[bool]:
    """The booking whose link carries ``token``."""
    return col(Booking.link_hash) == digest(token)


def of_account(reference: str, account_id: int) -> tuple[ColumnElement[bool], ...]:
    """The booking of this reference, if it is this account's."""
    return by_reference(reference), col(Booking.account_id) == account_id


def by_reference(reference: str) -> ColumnElement[bool]:
    """The booking of this reference, whatever was typed for one."""
    return col(Booking.reference) == storable(reference[:_LONGEST_REFERENCE])


def calendar_proof(cipher: Cipher, reference: str) -> str:
    """What an address must carry to fetch the calendar file of a booking: it gives nothing else."""
    return cipher.fingerprint(f"calendar:{reference}")[:_PROOF_LENGTH]


def minutes_of(starts_at: datetime, ends_at: datetime) -> int:
    """How long it lasts."""
    return int((ends_at - starts_at).total_seconds() // 60)
