"""The browsers an account was opened in: new ones are told of, trusted ones spare a second step.

A browser is known by the digest of its anonymous cookie. One that keeps no cookie is never known,
and never trusted.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from portal.domain.actors import AccountActor
from portal.domain.devices import device_name, network_range
from portal.domain.errors import NotFound
from portal.domain.letters import Letter
from portal.domain.second_step import TRUST_LIFE
from portal.domain.sessions import SessionLimits
from portal.models.accounts import Account
from portal.models.sessions import Device
from portal.services import audit
from portal.services.alerts import alert
from portal.services.ports import Cipher
from portal.services.rights import require_account
from portal.services.secrets import digest
from portal.services.sessions import OpenedSession, redeem_ticket
from portal.services.turns import one_at_a_time


@dataclass(frozen=True, slots=True)
class TrustedDevice:
    """A browser in which no second step is asked; ``is_this``: the one that asks."""

    id: int
    name: str
    network: str
    last_seen_at: datetime
    trusted_until: datetime
    is_this: bool


def open_session(
    *,
    session: Session,
    cipher: Cipher,
    now: datetime,
    limits: SessionLimits,
    ticket: str,
    browser: str,
    user_agent: str,
    network: str,
    replaced: str = "",
) -> OpenedSession:
    """Open a session in exchange for a ticket, and tell its owner of a browser never seen before.

    See ``redeem_ticket``, which raises ``TicketRefused``.
    """
    opened = redeem_ticket(
        session=session,
        now=now,
        limits=limits,
        ticket=ticket,
        browser=browser,
        user_agent=user_agent,
        network=network,
        replaced=replaced,
    )
    account = session.get_one(Account, opened.actor.account_id)
    if _is_new(session, now, account, browser, user_agent, network):
        _tell(session, cipher, now, account, opened.actor.session_id, user_agent, network)
    return opened


def _is_new(
    session: Session, now: datetime, account: Account, browser: str, user_agent: str, network: str
) -> bool:
    """Note that an account is opened in a browser; say whether another one was, but not this."""
    assert account.id is not None  # noqa: S101 - a stored account
    one_at_a_time(session, f"device:{account.id}")
    opened_before = session.scalar(
        select(col(Device.id))
        .where(col(Device.account_id) == account.id, col(Device.user_agent).is_not(None))
        .limit(1)
    )
    device = _find(session, account.id, browser) if browser else None
    is_new = device is None or device.user_agent is None
    if device is None and browser:
        device = _make(session, now, account.id, browser)
    if device is not None:
        device.last_seen_at = now
        device.user_agent, device.network = user_agent[:300], network
    return is_new and opened_before is not None


def _tell(
    session: Session,
    cipher: Cipher,
    now: datetime,
    account: Account,
    session_id: int,
    user_agent: str,
    network: str,
) -> None:
    # Anybody enters as a member of the demonstration, from anywhere: nothing worth telling.
    if account.is_demo:
        return
    device, place = device_name(user_agent), network_range(network)
    alert(
        session,
        cipher=cipher,
        now=now,
        account=account,
        key=f"new_device:{session_id}",
        letter=Letter.NEW_DEVICE,
        title="Connexion depuis un nouvel appareil",
        body=f"{device}, adresse {place}. Si ce n’est pas vous, dites-le-nous tout de suite.",
        values={"when": now.isoformat(), "device": device, "network": place},
    )


def is_trusted(session: Session, *, now: datetime, account: Account, browser: str) -> bool:
    """Whether this browser spares its account the second step."""
    if not browser or account.id is None or account.role is not None:
        return False
    device = _find(session, account.id, browser)
    if device is None or device.trusted_until is None or device.trusted_until <= now:
        return False
    changed = account.password_changed_at
    return changed is None or changed <= device.trusted_until - TRUST_LIFE


def trust_device(session: Session, *, now: datetime, account_id: int, browser: str) -> None:
    """Ask no second step in this browser for thirty days."""
    if not browser:
        return
    one_at_a_time(session, f"device:{account_id}")
    device = _find(session, account_id, browser) or _make(session, now, account_id, browser)
    device.trusted_until = now + TRUST_LIFE


def distrust_devices(session: Session, *, account_id: int) -> None:
    """Trust no browser of an account any more: its password or its factors changed."""
    session.execute(
        update(Device)
        .where(col(Device.account_id) == account_id, col(Device.trusted_until).is_not(None))
        .values(trusted_until=None)
    )


def trusted_devices(
    *, session: Session, now: datetime, actor: AccountActor, browser: str
) -> list[TrustedDevice]:
    """The browsers that spare the signed-in person a second step, the last used first."""
    rows = session.scalars(
        select(Device)
        .where(col(Device.account_id) == require_account(actor).account_id)
        .where(col(Device.trusted_until) > now)
        .order_by(col(Device.last_seen_at).desc(), col(Device.id).desc())
    )
    return [
        TrustedDevice(
            id=device.id or 0,
            name=device_name(device.user_agent),
            network=network_range(device.network),
            last_seen_at=device.last_seen_at,
            trusted_until=device.trusted_until or now,
            is_this=bool(browser) and device.browser_hash == digest(browser),
        )
        for device in rows
    ]


def distrust_device(
    *, session: Session, now: datetime, actor: AccountActor, device_id: int
) -> None:
    """Ask the second step again in one browser. Raises ``NotFound`` for anybody else's."""
    account_id = require_account(actor).account_id
    done = session.execute(
        update(Device)
        .where(col(Device.id) == device_id, col(Device.account_id) == account_id)
        .values(trusted_until=None)
        .returning(col(Device.id))
    ).first()
    if done is None:
        raise NotFound("Nous ne trouvons pas cet appareil. Rechargez la page pour voir la liste.")
    audit.record(session, "device.distrusted", at=now, account_id=account_id, device_id=device_id)


def _find(session: Session, account_id: int, browser: str) -> Device | None:
    return session.scalar(
        select(Device).where(
            col(Device.account_id) == account_id, col(Device.browser_hash) == digest(browser)
        )
    )


def _make(session: Session, now: datetime, account_id: int, browser: str) -> Device:
    """Know a browser; its ``user_agent`` stays empty until a session was opened in it."""
    device = Device(
        account_id=account_id, browser_hash=digest(browser), first_seen_at=now, last_seen_at=now
    )
    session.add(device)
    return device
