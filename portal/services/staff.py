"""Accounts of the staff: made by operators, entered with a second factor only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlmodel import Session, col

from portal.domain.actors import Actor, Operator, Role
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.domain.letters import Letter
from portal.domain.links import LINK_LIFE, RESET_PATH, LinkPurpose
from portal.domain.notifications import Channel
from portal.models.accounts import Account
from portal.models.factors import Passkey, RecoveryCode, TotpFactor
from portal.services import audit
from portal.services.accounts import canonical_email, checked_email
from portal.services.factor_changes import factor_changed
from portal.services.links import make_link, void_links
from portal.services.outbox import post
from portal.services.password_rules import check_new_password
from portal.services.passwords import hash_password, normal_password
from portal.services.ports import Cipher
from portal.services.rights import require_staff
from portal.services.secrets import digest, new_token
from portal.services.sessions import end_sessions_of
from portal.services.totp import has_totp

_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One of the staff. ``has_factor``: an application or a passkey is set up."""

    account_id: int
    name: str
    email: str
    role: Role
    has_factor: bool
    disabled_at: datetime | None


def add_staff(
    *,
    session: Session,
    cipher: Cipher,
    now: datetime,
    actor: Actor,
    email: str,
    name: str,
    role: Role,
    password: str | None = None,
    insurer: str = "",
) -> int:
    """Open an account for one of the staff; return its id.

    Without a password, a letter invites them to choose one. Raises ``InvalidInput`` when the
    e-mail is not one or is in use, when the name is empty or too long, or when the password breaks
    the rules.
    """
    _require_operator(actor)
    address = checked_email(email)
    name = _checked_name(name)
    if password is not None and (
        refusal := check_new_password(password, personal=[name, address, insurer])
    ):
        raise InvalidInput("password", refusal)
    if session.scalar(select(Account).where(col(Account.email) == address)) is not None:
        raise InvalidInput("email", "Un compte utilise déjà cette adresse e-mail.")
    account = Account(
        role=role,
        staff_name=name,
        email=address,
        password_hash=hash_password(normal_password(new_token() if password is None else password)),
        password_changed_at=now if password is not None else None,
        created_at=now,
    )
    session.add(account)
    session.flush()
    if password is None:
        _invite(session, cipher, now, account)
    audit.record(session, "staff.added", at=now, account_id=account.id, role=role.value)
    return account.id or 0


def list_staff(*, session: Session, actor: Actor) -> list[StaffMember]:
    """Everybody of the staff, by name; those whose account is closed too."""
    _require_operator(actor)
    rows = session.scalars(
        select(Account).where(col(Account.role).is_not(None)).order_by(col(Account.staff_name))
    )
    return [
        StaffMember(
            account_id=account.id or 0,
            name=account.staff_name or "",
            email=account.email,
            role=Role(account.role),
            has_factor=_has_factor(session, account.id or 0),
            disabled_at=account.disabled_at,
        )
        for account in rows
    ]


def disable_staff(*, session: Session, now: datetime, actor: Actor, email: str) -> None:
    """Close an account of the staff: its sessions end, nobody enters with it any more."""
    _require_operator(actor)
    account = _find(session, email)
    if account.id is None or account.disabled_at is not None:
        raise InvalidInput("email", "Ce compte est déjà désactivé.")
    account.disabled_at = now
    end_sessions_of(session, account_id=account.id, now=now, reason="disabled")
    void_links(session, now=now, account_id=account.id, purpose=LinkPurpose.RESET_PASSWORD)
    audit.record(session, "staff.disabled", at=now, account_id=account.id)


def reset_factors(
    *, session: Session, cipher: Cipher, now: datetime, actor: Actor, email: str
) -> None:
    """Forget the second factors of one of the staff: they set one up when they next sign in."""
    _require_operator(actor)
    account = _find(session, email)
    assert account.id is not None  # noqa: S101 - a stored account
    for factor in (TotpFactor, Passkey, RecoveryCode):
        session.execute(delete(factor).where(col(factor.account_id) == account.id))
    end_sessions_of(session, account_id=account.id, now=now, reason="factor_reset")
    factor_changed(
        session,
        cipher=cipher,
        now=now,
        account_id=account.id,
        act="staff.factors_reset",
        what="Vos moyens de connexion ont été réinitialisés par un administrateur.",
    )


def staff_identity(*, session: Session, actor: Actor) -> tuple[str, Role]:
    """Name and role of whoever of the staff is signed in. Raises ``NotAllowed`` for others."""
    staff = require_staff(actor)
    account = session.get(Account, staff.account_id)
    return (account.staff_name if account else None) or "", staff.role


def _invite(session: Session, cipher: Cipher, now: datetime, account: Account) -> None:
    token = make_link(session, now=now, purpose=LinkPurpose.RESET_PASSWORD, account=account)
    post(
        session,
        cipher=cipher,
        now=now,
        key=f"staff_invitation:{digest(token)[:32]}",
        channel=Channel.EMAIL,
        to=account.email,
        letter=Letter.STAFF_INVITATION,
        account_id=account.id,
        values={
            "name": account.staff_name or "",
            "link": f"{RESET_PATH}?jeton={token}",
            "hours": str(int(LINK_LIFE.total_seconds()) // 3600),
        },
    )


def _find(session: Session, email: str) -> Account:
    account = session.scalar(select(Account).where(col(Account.email) == canonical_email(email)))
    if account is None or account.role is None:
        raise NotFound("Personne de l’équipe n’a cette adresse e-mail.")
    return account


def _has_factor(session: Session, account_id: int) -> bool:
    passkey = select(col(Passkey.id)).where(col(Passkey.account_id) == account_id).limit(1)
    return has_totp(session, account_id) or session.scalar(passkey) is not None


def _checked_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise InvalidInput("name", f"Le nom doit avoir de 1 à {_LONGEST_NAME} caractères.")
    return name


def _require_operator(actor: Actor) -> None:
    if not isinstance(actor, Operator):
        raise NotAllowed("Seul un opérateur gère les comptes de l’équipe.")
