"""Keys of the programs that send files over HTTP."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.actors import Operator
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.models.api_keys import ApiKey
from portal.services import audit
from portal.services.secrets import digest, new_token


def create_api_key(*, session: Session, now: datetime, actor: Operator, name: str) -> str:
    """Make a key and return it: it is stored as a digest only.

    Raises ``InvalidInput`` when the name is taken, empty or too long.
    """
    name = name.strip()
    if not name or len(name) > 64 or not name.isprintable():
        raise InvalidInput("name", "Le nom de la clé doit avoir de 1 à 64 caractères.")
    if session.scalar(select(ApiKey).where(col(ApiKey.name) == name)):
        raise InvalidInput("name", f"Il y a déjà une clé «\u00a0{name}\u00a0».")
    key = new_token()
    session.add(ApiKey(name=name, key_hash=digest(key), created_at=now))
    audit.record(session, "api_key.created", at=now, actor=actor.name, name=name)
    return key


def revoke_api_key(*, session: Session, now: datetime, actor: Operator, name: str) -> None:
    """Make a key useless from now on. Raises ``NotFound`` when none in use has this name."""
    key = session.scalar(
        select(ApiKey).where(col(ApiKey.name) == name, col(ApiKey.revoked_at).is_(None))
    )
    if key is None:
        raise NotFound(f"Il n’y a pas de clé «\u00a0{name}\u00a0» en service.")
    key.revoked_at = now
    audit.record(session, "api_key.revoked", at=now, actor=actor.name, name=name)


def operator_of_key(*, session: Session, key: str) -> Operator:
    """Return who holds a key. Raises ``NotAllowed`` when it is unknown or revoked."""
    found = session.scalar(select(ApiKey).where(col(ApiKey.key_hash) == digest(key)))
    if found is None or found.revoked_at is not None:
        raise NotAllowed("Cette clé n’est pas valable.")
    return Operator(name=f"api:{found.name}")
