"""How an online account stands: whether it opens, and how it is protected."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from portal.domain.second_step import masked_email
from portal.models.accounts import Account
from portal.models.audit import AuditEntry
from portal.models.factors import Passkey, TotpFactor
from portal.services.recovery_codes import codes_left
from portal.services.tries import account_key, wait_of


@dataclass(frozen=True, slots=True)
class AccountState:
    """The online account, without any of its secrets. ``locked_for``: zero or less when open."""

    email: str
    created_at: datetime
    is_disabled: bool
    must_change_password: bool
    locked_for: timedelta
    last_sign_in: datetime | None
    has_phone: bool
    has_application: bool
    passkeys: int
    recovery_codes: int


def account_state(session: Session, *, now: datetime, account: Account) -> AccountState:
    """How an account stands, for who has the right to know."""
    account_id = account.id or 0
    last = session.scalar(
        select(func.max(col(AuditEntry.at))).where(
            col(AuditEntry.account_id) == account_id, col(AuditEntry.act) == "session.opened"
        )
    )
    application = session.scalar(
        select(func.count())
        .select_from(TotpFactor)
        .where(col(TotpFactor.account_id) == account_id, col(TotpFactor.confirmed_at).is_not(None))
    )
    passkeys = session.scalar(
        select(func.count()).select_from(Passkey).where(col(Passkey.account_id) == account_id)
    )
    return AccountState(
        email=masked_email(account.email),
        created_at=account.created_at,
        is_disabled=account.disabled_at is not None,
        must_change_password=account.must_change_password,
        locked_for=wait_of(session, now=now, key=account_key(account.email)),
        last_sign_in=last,
        has_phone=account.phone is not None,
        has_application=bool(application),
        passkeys=passkeys or 0,
        recovery_codes=codes_left(session, account_id),
    )
