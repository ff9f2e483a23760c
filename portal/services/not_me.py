"""Somebody does not recognise a line of their sign-in history: "Ce n’est pas moi"."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col

from portal.domain.actors import AccountActor
from portal.domain.letters import Letter
from portal.domain.notifications import Channel
from portal.domain.support import SupportKind
from portal.models.accounts import Account
from portal.models.factors import Passkey, RecoveryCode, TotpFactor
from portal.models.sessions import PendingSignIn
from portal.services import audit
from portal.services.devices import distrust_devices
from portal.services.outbox import post
from portal.services.ports import Cipher
from portal.services.rights import require_account
from portal.services.sessions import end_sessions_of
from portal.services.sign_in_history import disputed_entry
from portal.services.support import add_request
from portal.services.tries import account_key
from portal.services.turns import one_at_a_time


def report_not_me(
    *, session: Session, cipher: Cipher, now: datetime, actor: AccountActor, entry_id: int
) -> str:
    """Close the account to everybody until its owner chooses a new password; return a reference.

    Every session ends, the one that asks too; no device is trusted any more; factors added since
    that line are gone, as they may be the intruder's; staff is told. The same line reported again
    is the same request. Raises ``NotFound`` for a line that is not theirs.
    """
    account_id = require_account(actor).account_id
    one_at_a_time(session, f"not_me:{account_id}")
    entry = disputed_entry(session, account_id=account_id, entry_id=entry_id)
    account = session.get_one(Account, account_id)
    # A sign-in whose password is being checked at this very moment is waited for, then ended.
    one_at_a_time(session, account_key(account.email))
    account.must_change_password = True
    _drop_sign_ins_under_way(session, now, account_id)
    _drop_factors_added_since(session, entry.at, account_id)
    distrust_devices(session, account_id=account_id)
    end_sessions_of(session, account_id=account_id, now=now, reason="not_me")
    reference = add_request(
        session,
        cipher=cipher,
        now=now,
        key=f"not_me:{account_id}:{entry_id}",
        kind=SupportKind.NOT_ME,
        reason="connexion",
        account_id=account_id,
    )
    post(
        session,
        cipher=cipher,
        now=now,
        key=f"not_me:{reference}",
        channel=Channel.EMAIL,
        to=account.email,
        letter=Letter.NOT_ME_RECEIVED,
        values={"reference": reference},
        account_id=account_id,
    )
    audit.record(
        session,
        "account.not_me",
        at=now,
        account_id=account_id,
        entry_id=entry_id,
        reference=reference,
    )
    return reference


def _drop_factors_added_since(session: Session, since: datetime, account_id: int) -> None:
    for table in (TotpFactor, Passkey, RecoveryCode):
        own = col(table.account_id) == account_id
        session.execute(delete(table).where(own, col(table.created_at) >= since))


def _drop_sign_ins_under_way(session: Session, now: datetime, account_id: int) -> None:
    session.execute(
        update(PendingSignIn)
        .where(col(PendingSignIn.account_id) == account_id, col(PendingSignIn.done_at).is_(None))
        .values(done_at=now)
    )
