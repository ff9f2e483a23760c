"""The passkeys of an account, as their owner sees them: the list, and removing one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlmodel import Session, col

from portal.models.factors import Passkey
from portal.services.factor_changes import factor_changed
from portal.services.ports import Cipher


@dataclass(frozen=True, slots=True)
class KnownPasskey:
    """A passkey as its owner knows it."""

    id: int
    name: str
    created_at: datetime
    last_used_at: datetime | None


def passkeys_of(session: Session, account_id: int) -> list[KnownPasskey]:
    """The passkeys of an account, the oldest first."""
    rows = session.execute(
        select(
            col(Passkey.id),
            col(Passkey.name),
            col(Passkey.created_at),
            col(Passkey.last_used_at),
        )
        .where(col(Passkey.account_id) == account_id)
        .order_by(col(Passkey.id))
    )
    return [KnownPasskey(*row) for row in rows]


def remove_passkey(
    *, session: Session, cipher: Cipher, now: datetime, account_id: int, passkey_id: int
) -> None:
    """Forget a passkey of the account; nothing to do when it has no such one."""
    removed = session.execute(
        delete(Passkey)
        .where(col(Passkey.id) == passkey_id, col(Passkey.account_id) == account_id)
        .returning(col(Passkey.id))
    ).first()
    if removed is not None:
        factor_changed(
            session,
            cipher=cipher,
            now=now,
            account_id=account_id,
            act="factor.passkey_removed",
            what="Une clé d’accès a été retirée",
        )
