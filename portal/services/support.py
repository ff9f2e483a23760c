"""Requests for a human: stored once, with a reference."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.actors import Actor, MemberActor
from portal.domain.errors import InvalidInput, NotAllowed
from portal.domain.networks import household
from portal.domain.support import CallbackReason, Moment, SupportKind, new_reference
from portal.domain.text import tidy
from portal.models.support import SupportRequest
from portal.services import audit
from portal.services.phones import checked_phone
from portal.services.ports import Cipher
from portal.services.quotas import Quota, spend
from portal.services.secrets import digest
from portal.services.turns import one_at_a_time

_PER_NETWORK = Quota("callback", 10, timedelta(hours=1))
_SPENT = (
    "Plusieurs demandes viennent déjà d’être faites depuis votre connexion à internet. "
    "Appelez-nous plutôt, ou réessayez dans une heure."
)
_NAMELESS = "Écrivez votre nom, pour que nous sachions qui demander."
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class CallbackWish:
    """What the form says."""

    name: str
    phone: str
    reason: CallbackReason
    moment: Moment = Moment.ANY


def ask_callback(
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    today: date,
    cipher: Cipher,
    wish: CallbackWish,
    browser: str,
    network: str,
) -> str:
    """Note that somebody wants to be called, and return the reference; open to everybody.

    The same wish sent again that day, from the same browser, is the same request. Raises
    ``InvalidInput`` for a name or phone that is none, ``NotAllowed`` beyond the limit of a network.
    """
    name = tidy(wish.name)[:_LONGEST_NAME]
    if not any(character.isalpha() for character in name):
        raise InvalidInput("name", _NAMELESS)
    contact = {"name": name, "phone": checked_phone(wish.phone), "moment": wish.moment}
    said = cipher.fingerprint(json.dumps([contact, wish.reason, today.isoformat()]))
    key = f"callback:{digest(browser)[:24]}:{said[:40]}"
    one_at_a_time(session, key)
    known = _known_request(session, key)
    if known is not None and known.closed_at is None:
        return known.reference
    if known is not None:  # answered already: this is another
        key = f"{key}:{known.id}"
    if not spend(session, now=now, quota=_PER_NETWORK, who=household(network)):
        raise NotAllowed(_SPENT)
    return add_request(
        session,
        cipher=cipher,
        now=now,
        key=key,
        kind=SupportKind.CALLBACK,
        reason=wish.reason,
        account_id=actor.account_id if isinstance(actor, MemberActor) else None,
        contact=contact,
    )


def add_request(
    session: Session,
    *,
    cipher: Cipher,
    now: datetime,
    key: str,
    kind: SupportKind,
    reason: str,
    account_id: int | None = None,
    contact: Mapping[str, str] | None = None,
) -> str:
    """Store a request and return its reference; with a ``key`` known already, that one's."""
    one_at_a_time(session, f"support:{key}")
    known = _known_request(session, key)
    if known is not None:
        return known.reference
    reference = new_reference(secrets.choice)
    while session.scalar(select(SupportRequest).where(col(SupportRequest.reference) == reference)):
        reference = new_reference(secrets.choice)
    session.add(
        SupportRequest(
            reference=reference,
            key=key,
            kind=kind,
            reason=reason,
            account_id=account_id,
            contact_sealed=cipher.encrypt(json.dumps(dict(contact))) if contact else None,
            created_at=now,
        )
    )
    audit.record(
        session, "support.asked", at=now, account_id=account_id, reference=reference, kind=kind
    )
    return reference


def _known_request(session: Session, key: str) -> SupportRequest | None:
    return session.scalar(select(SupportRequest).where(col(SupportRequest.key) == key))
