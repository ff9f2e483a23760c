"""What ``/securite`` shows at once, and what is done there that no other page does."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain import audiences
from portal.domain.actors import AccountActor
from portal.domain.sessions import SessionLimits
from portal.models.accounts import Account
from portal.models.factors import TotpFactor
from portal.services import audit
from portal.services.devices import TrustedDevice, distrust_devices, trusted_devices
from portal.services.factor_changes import LIVE_TOPIC
from portal.services.live import announce
from portal.services.own_passkeys import KnownPasskey, passkeys_of
from portal.services.own_sessions import OpenSession, open_sessions
from portal.services.passkeys import RelyingParty, creation_options
from portal.services.ports import Cipher
from portal.services.recovery_codes import codes_left
from portal.services.rights import require_account
from portal.services.totp import TotpEnrolment, begin_totp


@dataclass(frozen=True, slots=True)
class SecurityOverview:
    """How an account is protected, and where it is open."""

    is_demo: bool
    password_changed_at: datetime | None
    totp_since: datetime | None
    passkeys: list[KnownPasskey]
    codes_left: int
    devices: list[TrustedDevice]
    sessions: list[OpenSession]


def read_security(
    *, session: Session, now: datetime, limits: SessionLimits, actor: AccountActor, browser: str
) -> SecurityOverview:
    """Everything but the history. ``browser``: the one that asks."""
    account_id = require_account(actor).account_id
    account = session.get_one(Account, account_id)
    return SecurityOverview(
        is_demo=account.is_demo,
        password_changed_at=account.password_changed_at,
        totp_since=session.scalar(
            select(col(TotpFactor.confirmed_at)).where(col(TotpFactor.account_id) == account_id)
        ),
        passkeys=passkeys_of(session, account_id),
        codes_left=codes_left(session, account_id),
        devices=trusted_devices(session=session, now=now, actor=actor, browser=browser),
        sessions=open_sessions(session=session, now=now, limits=limits, actor=actor),
    )


def begin_own_totp(
    *, session: Session, cipher: Cipher, now: datetime, actor: AccountActor, issuer: str
) -> TotpEnrolment:
    """Begin to set up an authenticator application, which will show the account's e-mail."""
    account = session.get_one(Account, require_account(actor).account_id)
    return begin_totp(
        session=session,
        cipher=cipher,
        now=now,
        account_id=actor.account_id,
        issuer=issuer,
        label=account.email,
    )


def ask_new_passkey(
    *, session: Session, now: datetime, party: RelyingParty, browser: str, actor: AccountActor
) -> str:
    """What the browser makes a passkey from; it will be kept under the account's e-mail."""
    account = session.get_one(Account, require_account(actor).account_id)
    return creation_options(
        session=session,
        now=now,
        party=party,
        browser=browser,
        account_id=actor.account_id,
        user_name=account.email,
    )


def distrust_all_devices(*, session: Session, now: datetime, actor: AccountActor) -> None:
    """Ask a second step again in every browser of the signed-in person."""
    account_id = require_account(actor).account_id
    distrust_devices(session, account_id=account_id)
    audit.record(session, "device.all_distrusted", at=now, account_id=account_id)
    announce(session, audiences.account(account_id), LIVE_TOPIC, now=now)
