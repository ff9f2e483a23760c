"""Changing one's password, while signed in.

A wrong present password has to be counted, so its refusal is returned, not raised.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from portal.domain.actors import AccountActor
from portal.domain.password_rules import PasswordStrength
from portal.models.accounts import Account
from portal.services import audit
from portal.services.accounts import personal_details_of, set_password
from portal.services.lockout import refuse_try
from portal.services.own_sessions import end_other_sessions
from portal.services.password_rules import check_new_password, strength
from portal.services.passwords import LONGEST, normal_password, verify_password
from portal.services.ports import Cipher
from portal.services.rights import require_account
from portal.services.tries import (
    NO_WAIT,
    account_key,
    forget_failures,
    locked_sentence,
    must_wait,
)
from portal.services.turns import one_at_a_time

CURRENT, NEW = "current", "new"

_WRONG = "Ce n’est pas votre mot de passe actuel. Vérifiez-le, puis réessayez."
_SAME = "C’est déjà votre mot de passe. Choisissez-en un autre."
_NONE = "Un compte de démonstration n’a pas de mot de passe\u00a0: il n’y a rien à changer."


@dataclass(frozen=True, slots=True)
class PasswordAnswer:
    """Nothing when the password is changed, or the field to correct and the refusal to show."""

    field: str = ""
    refusal: str = ""


def change_password(
    *,
    session: Session,
    cipher: Cipher,
    now: datetime,
    actor: AccountActor,
    current: str,
    new: str,
    insurer: str,
    network: str,
) -> PasswordAnswer:
    """Replace the password by a new one; the other sessions end, no device is trusted any more.

    ``insurer``: its name, which a password may not contain.
    """
    account_id = require_account(actor).account_id
    one_at_a_time(session, f"password:{account_id}")
    account = session.get_one(Account, account_id)
    if account.is_demo:
        return PasswordAnswer(CURRENT, _NONE)
    key = account_key(account.email)
    one_at_a_time(session, key)
    if wait := must_wait(session, now=now, key=key):
        return PasswordAnswer(CURRENT, wait)
    if not _is_password_of(account, current):
        audit.record(session, "password.refused", at=now, account_id=account.id, network=network)
        waits = refuse_try(
            session, cipher=cipher, now=now, account=account, key=key, network=network
        )
        return PasswordAnswer(CURRENT, locked_sentence(waits) if waits > NO_WAIT else _WRONG)
    forget_failures(session, key=key)
    personal = personal_details_of(session, account=account, insurer=insurer)
    if refusal := check_new_password(new, personal=personal):
        return PasswordAnswer(NEW, refusal)
    if normal_password(new) == normal_password(current):
        return PasswordAnswer(NEW, _SAME)
    set_password(session, cipher=cipher, now=now, account=account, password=new)
    end_other_sessions(session=session, now=now, actor=actor, reason="password")
    audit.record(session, "password.changed", at=now, account_id=account.id, network=network)
    return PasswordAnswer()


def strength_for(
    *, session: Session, actor: AccountActor, typed: str, insurer: str
) -> PasswordStrength:
    """How strong a new password being typed is, for this very account."""
    account = session.get_one(Account, require_account(actor).account_id)
    return strength(typed, personal_details_of(session, account=account, insurer=insurer))


def _is_password_of(account: Account, typed: str) -> bool:
    password = normal_password(typed)
    usable = len(password) <= LONGEST and not account.must_change_password
    return verify_password(password, account.password_hash if usable else None)
