"""What operators and staff see of the outbox, and sending again what was given up.

In a demonstration, also what would have been sent: nothing leaves one without a carrier.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from portal.domain.actors import Operator, StaffActor
from portal.domain.delivery import is_too_late
from portal.domain.errors import NotAllowed, NotFound
from portal.domain.notifications import Channel
from portal.domain.second_step import masked_email, masked_phone
from portal.models.outbox import OutboxMessage
from portal.services import audit
from portal.services.delivery import DEAD, WAITING
from portal.services.demo import is_demo
from portal.services.ports import Cipher

LISTED = 200


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """A message as operators see it: to whom is hidden in part, what it says is not told."""

    id: int
    status: str
    channel: str
    letter: str
    recipient: str
    created_at: datetime
    next_try_at: datetime | None
    tries: int
    last_error: str
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class DemoLetter:
    """A message that the demonstration would have sent."""

    id: int
    channel: Channel
    to: str
    letter: str
    values: Mapping[str, str]
    posted_at: datetime


def list_outbox(
    *, session: Session, actor: object, cipher: Cipher, status: str = ""
) -> list[OutboxLine]:
    """The messages of a status, or those that have not left; the newest first, 200 at most."""
    _require_staff_or_operator(actor)
    wanted = col(OutboxMessage.status).in_([status] if status else [WAITING, DEAD])
    rows = session.scalars(
        select(OutboxMessage).where(wanted).order_by(col(OutboxMessage.id).desc()).limit(LISTED)
    )
    return [_line(cipher, row) for row in rows]


def count_outbox(*, session: Session, actor: object) -> dict[str, int]:
    """How many messages there are of each status."""
    _require_staff_or_operator(actor)
    status = col(OutboxMessage.status)
    counts = session.execute(select(status, func.count()).group_by(status))
    return {row[0]: row[1] for row in counts}


def send_again(
    *, session: Session, actor: object, cipher: Cipher, now: datetime, message_id: int
) -> None:
    """Have a message that was given up, or that waits, tried again now.

    Raises ``NotFound``, or ``NotAllowed`` when it has left or has nothing left to say.
    """
    account_id = _require_staff_or_operator(actor)
    row = session.get(OutboxMessage, message_id, with_for_update=True)
    if row is None:
        raise NotFound(f"Il n’y a pas de message n°\u00a0{message_id}.")
    if row.status not in {WAITING, DEAD}:
        raise NotAllowed(f"Le message n°\u00a0{message_id} est déjà parti.")
    if not _is_worth_sending(cipher, now, row):
        raise NotAllowed(
            f"Le message n°\u00a0{message_id} ne servirait plus\u00a0: le code ou le lien qu’il "
            "portait n’est plus valable. La personne doit en demander un autre."
        )
    if row.status == DEAD:
        row.tries = 0
    row.status, row.next_try_at = WAITING, now
    audit.record(session, "outbox.again", at=now, account_id=account_id, message=message_id)


def send_all_again(*, session: Session, now: datetime, actor: object) -> int:
    """Have everything that was given up tried again now; return how many messages."""
    account_id = _require_staff_or_operator(actor)
    again = session.execute(
        update(OutboxMessage)
        .where(
            col(OutboxMessage.status) == DEAD,
            col(OutboxMessage.values_sealed).is_not(None),
        )
        .values(status=WAITING, tries=0, next_try_at=now)
        .returning(col(OutboxMessage.id))
    ).all()
    audit.record(session, "outbox.all_again", at=now, account_id=account_id, count=len(again))
    return len(again)


def demo_letters(
    *, session: Session, cipher: Cipher, channels: Collection[Channel], limit: int = 30
) -> list[DemoLetter] | None:
    """What a demonstration would have sent on ``channels``, the newest first.

    Nothing at all where this is not a demonstration.
    """
    if not is_demo(session=session):
        return None
    rows = session.scalars(
        select(OutboxMessage)
        .where(
            col(OutboxMessage.channel).in_(channels), col(OutboxMessage.values_sealed).is_not(None)
        )
        .order_by(col(OutboxMessage.id).desc())
        .limit(limit)
    )
    letters = [_demo_letter(cipher, row) for row in rows]
    return [letter for letter in letters if letter is not None]


def _require_staff_or_operator(actor: object) -> int | None:
    """The account of one of the staff; none for an operator. Raises ``NotAllowed`` otherwise."""
    if isinstance(actor, StaffActor):
        return actor.account_id
    if isinstance(actor, Operator):
        return None
    raise NotAllowed("Votre rôle ne permet pas de voir la boîte d’envoi.")


def _is_worth_sending(cipher: Cipher, now: datetime, row: OutboxMessage) -> bool:
    values = _values(cipher, row)
    return values is not None and not is_too_late(
        row.letter, values, posted_at=row.created_at, now=now
    )


def _values(cipher: Cipher, row: OutboxMessage) -> dict[str, str] | None:
    """What a message is filled with; nothing once erased, or when no known key opens it."""
    try:
        return json.loads(cipher.decrypt(row.values_sealed or ""))
    except ValueError:
        return None


def _demo_letter(cipher: Cipher, row: OutboxMessage) -> DemoLetter | None:
    values = _values(cipher, row)
    if values is None:
        return None
    return DemoLetter(
        id=row.id or 0,
        channel=Channel(row.channel),
        to=cipher.decrypt(row.recipient_sealed),
        letter=row.letter,
        values=values,
        posted_at=row.created_at,
    )


def _line(cipher: Cipher, row: OutboxMessage) -> OutboxLine:
    return OutboxLine(
        id=row.id or 0,
        status=row.status,
        channel=row.channel,
        letter=row.letter,
        recipient=_masked(cipher, row),
        created_at=row.created_at,
        next_try_at=row.next_try_at if row.status == WAITING else None,
        tries=row.tries,
        last_error=row.last_error or "",
        sent_at=row.sent_at,
    )


def _masked(cipher: Cipher, row: OutboxMessage) -> str:
    try:
        to = cipher.decrypt(row.recipient_sealed)
    except ValueError:
        return ""
    return masked_phone(to) if row.channel == Channel.SMS else masked_email(to)
