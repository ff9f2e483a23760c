"""What operators do for an account: let it in again, put it out, close it, open it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from portal.domain.actors import Operator
from portal.models.accounts import Account
from portal.models.sessions import UserSession
from portal.services import audit
from portal.services.accounts import account_with, canonical_email
from portal.services.rights import require_operator
from portal.services.sessions import end_sessions_of
from portal.services.tries import account_key, forget_failures, second_step_key


def unlock(*, session: Session, actor: Operator, now: datetime, email: str) -> None:
    """Forget the wrong tries that make an account wait. Raises ``NotFound``."""
    _, account_id = _account_for(session, actor, email)
    forget_failures(session, key=account_key(canonical_email(email)))
    forget_failures(session, key=second_step_key(account_id))
    audit.record(session, "account.unlocked", at=now, account_id=account_id, actor=actor.name)


def revoke_sessions(*, session: Session, actor: Operator, now: datetime, email: str) -> int:
    """End every session of an account, open pages included; return how many. Or ``NotFound``."""
    _, account_id = _account_for(session, actor, email)
    count = session.scalar(
        select(func.count())
        .select_from(UserSession)
        .where(
            col(UserSession.account_id) == account_id,
            col(UserSession.ended_at).is_(None),
            col(UserSession.expires_at) > now,
        )
    )
    end_sessions_of(session, account_id=account_id, now=now, reason="operator")
    audit.record(session, "account.revoked", at=now, account_id=account_id, actor=actor.name)
    return count or 0


def set_disabled(
    *, session: Session, actor: Operator, now: datetime, email: str, disabled: bool
) -> None:
    """Close an account, its open pages included, or open it again. Raises ``NotFound``."""
    account, account_id = _account_for(session, actor, email)
    account.disabled_at = now if disabled else None
    act = "account.disabled" if disabled else "account.enabled"
    audit.record(session, act, at=now, account_id=account_id, actor=actor.name)
    if disabled:
        end_sessions_of(session, account_id=account_id, now=now, reason="operator")


def _account_for(session: Session, actor: Operator, email: str) -> tuple[Account, int]:
    require_operator(actor)
    account = account_with(session, email)
    assert account.id is not None  # noqa: S101 - a stored account
    return account, account.id
