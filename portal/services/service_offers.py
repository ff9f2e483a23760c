"""Online services proposed instead of a message, and what became of them: for statistics."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.actors import Actor
from portal.domain.message_tree import Motive
from portal.domain.message_wizard import Outcome
from portal.models.messages import ServiceOffer
from portal.services.rights import require_member
from portal.services.turns import one_at_a_time


def offer_service(
    *, session: Session, actor: Actor, now: datetime, stamp: str, motive: Motive
) -> None:
    """Note that the service of ``motive`` is proposed in the message named by ``stamp``, once."""
    require_member(actor)
    if motive.service is None:
        return
    key = _key(stamp, motive.id)
    one_at_a_time(session, f"offer:{key}")
    if _row(session, key) is None:
        offer = ServiceOffer(key=key, motive=motive.id, service=motive.service.id, at=now)
        session.add(offer)
        session.flush()


def decide_offer(
    *, session: Session, actor: Actor, stamp: str, motive: str, outcome: Outcome
) -> None:
    """Note what the member did with what was proposed; the last decision counts."""
    require_member(actor)
    offer = _row(session, _key(stamp, motive))
    if offer is not None:
        offer.outcome = outcome
        session.add(offer)


def settle_offer(session: Session, *, stamp: str, motive: str, outcome: Outcome) -> None:
    """Note the outcome of an offer that nobody decided upon. A step of a use case."""
    offer = _row(session, _key(stamp, motive))
    if offer is not None and offer.outcome == Outcome.UNDECIDED:
        offer.outcome = outcome
        session.add(offer)


def _key(stamp: str, motive: str) -> str:
    return f"{stamp}:{motive}"


def _row(session: Session, key: str) -> ServiceOffer | None:
    return session.scalar(select(ServiceOffer).where(col(ServiceOffer.key) == key))
