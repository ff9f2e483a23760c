"""Replies that one of the staff keeps for themselves."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from portal.domain.actors import Actor, StaffActor
from portal.domain.canned_replies import MAX_BODY, MAX_TITLE, unknown_placeholders
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.domain.text import tidy
from portal.models.messages import CannedReply
from portal.services import audit
from portal.services.rights import require_staff
from portal.services.text_length import checked_body
from portal.services.turns import one_at_a_time

MOST = 50
_TOO_MANY = f"Vous avez déjà {MOST} réponses types. Supprimez celles qui ne servent plus."
_UNKNOWN = "Cette réponse type n’existe pas, ou n’est pas la vôtre."


@dataclass(frozen=True, slots=True)
class OwnReply:
    """One of the actor's own replies, with what it leaves open still open."""

    id: int
    title: str
    body: str


def own_replies(*, session: Session, actor: Actor) -> list[OwnReply]:
    """The actor's own replies, by title."""
    staff = require_staff(actor)
    rows = session.scalars(
        select(CannedReply)
        .where(col(CannedReply.staff_id) == staff.account_id)
        .order_by(col(CannedReply.title), col(CannedReply.id))
    )
    return [OwnReply(row.id or 0, row.title, row.body) for row in rows]


def keep_reply(
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    title: str,
    body: str,
    reply_id: int | None = None,
) -> int:
    """Keep a new reply, or change one of one's own; return its id.

    A new one that says the same as one already kept is that one: sent twice, it is there once.
    Raises ``InvalidInput``, ``NotFound`` for one that is not the actor's, ``NotAllowed`` beyond
    fifty.
    """
    staff = require_staff(actor)
    title = _checked_title(title)
    text = checked_body(body, shortest=1, longest=MAX_BODY)
    if wrong := next(unknown_placeholders(text), None):
        raise InvalidInput("body", f"Rien ne remplit «\u00a0{{{wrong}}}\u00a0»\u00a0: corrigez-le.")
    one_at_a_time(session, f"canned:{staff.account_id}")
    row = _same(session, staff, title, text) if reply_id is None else _own(session, staff, reply_id)
    if row is None:
        _check_room(session, staff)
        row = CannedReply(staff_id=staff.account_id, title=title, body=text, updated_at=now)
    row.title, row.body, row.updated_at = title, text, now
    session.add(row)
    session.flush()
    audit.record(session, "canned_reply.kept", at=now, account_id=staff.account_id, reply=row.id)
    return row.id or 0


def delete_reply(*, session: Session, actor: Actor, now: datetime, reply_id: int) -> OwnReply:
    """Delete one of one's own replies and return it, so that it can be kept again."""
    staff = require_staff(actor)
    row = _own(session, staff, reply_id)
    session.delete(row)
    audit.record(
        session, "canned_reply.deleted", at=now, account_id=staff.account_id, reply=reply_id
    )
    return OwnReply(reply_id, row.title, row.body)


def _checked_title(title: str) -> str:
    tidied = tidy(title)
    if not tidied or len(tidied) > MAX_TITLE:
        raise InvalidInput("title", f"Donnez un titre de {MAX_TITLE} caractères au plus.")
    return tidied


def _own(session: Session, staff: StaffActor, reply_id: int) -> CannedReply:
    row = session.get(CannedReply, reply_id)
    if row is None or row.staff_id != staff.account_id:
        raise NotFound(_UNKNOWN)
    return row


def _same(session: Session, staff: StaffActor, title: str, body: str) -> CannedReply | None:
    return session.scalar(
        select(CannedReply).where(
            col(CannedReply.staff_id) == staff.account_id,
            col(CannedReply.title) == title,
            col(CannedReply.body) == body,
        )
    )


def _check_room(session: Session, staff: StaffActor) -> None:
    own = select(func.count()).where(col(CannedReply.staff_id) == staff.account_id)
    if (session.scalar(own) or 0) >= MOST:
        raise NotAllowed(_TOO_MANY)
