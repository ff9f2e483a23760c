"""The authenticator application: set up, confirmed, checked, removed.

A refusal is returned as its sentence, not raised: whoever asks for a code counts the wrong ones.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pyotp import random_base32
from pyotp.exceptions import OTPVerificationError
from pyotp.totp import TOTP
from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from portal.domain.codes import CODE_DIGITS, typed_code
from portal.domain.errors import NotAllowed
from portal.models.factors import TotpFactor
from portal.services.factor_changes import factor_changed
from portal.services.ports import Cipher
from portal.services.turns import one_at_a_time

SET_UP_WITHIN = timedelta(hours=1)
_DRIFT_STEPS = 1

_WRONG = "Ce code n’est pas le bon. Tapez celui que votre application affiche en ce moment."
_USED = "Ce code a déjà servi. Attendez que votre application affiche le suivant."
_NONE = "Aucune application d’authentification n’est configurée. Choisissez un autre moyen."
_TOO_LATE = "Cette configuration n’est plus valable. Recommencez avec un nouveau QR code."
_ALREADY = "Une application est déjà configurée. Retirez-la avant d’en configurer une autre."


@dataclass(frozen=True, slots=True)
class TotpEnrolment:
    """What an application needs: the secret to type, and the same as an address for a QR code."""

    secret: str
    uri: str


def begin_totp(
    *,
    session: Session,
    cipher: Cipher,
    now: datetime,
    account_id: int,
    issuer: str,
    label: str,
) -> TotpEnrolment:
    """Make a new secret, of no use before ``confirm_totp``; one begun before is void.

    Raises ``NotAllowed`` when the account has an application already.
    """
    one_at_a_time(session, f"totp:{account_id}")
    if has_totp(session, account_id):
        raise NotAllowed(_ALREADY)
    session.execute(delete(TotpFactor).where(col(TotpFactor.account_id) == account_id))
    secret = random_base32()
    session.add(
        TotpFactor(account_id=account_id, secret_sealed=cipher.encrypt(secret), created_at=now)
    )
    uri = TOTP(secret).provisioning_uri(name=label, issuer_name=issuer)
    return TotpEnrolment(secret, uri)


def confirm_totp(
    *, session: Session, cipher: Cipher, now: datetime, account_id: int, typed: str
) -> str:
    """Take the application into use if ``typed`` is its code: return "", or the refusal."""
    one_at_a_time(session, f"totp:{account_id}")
    factor = session.get(TotpFactor, account_id)
    if factor is None or now - factor.created_at > SET_UP_WITHIN:
        return _TOO_LATE if factor is None or factor.confirmed_at is None else _ALREADY
    if factor.confirmed_at is not None:
        return _ALREADY
    step = _step_of(cipher.decrypt(factor.secret_sealed), typed, now)
    if step is None:
        return _WRONG
    factor.confirmed_at, factor.last_step = now, step
    factor_changed(
        session,
        cipher=cipher,
        now=now,
        account_id=account_id,
        act="factor.totp_added",
        what="Une application d’authentification a été ajoutée",
    )
    return ""


def check_totp(
    *, session: Session, cipher: Cipher, now: datetime, account_id: int, typed: str
) -> str:
    """Use the code that the application shows: return "", or the refusal.

    The same code is refused a second time, also when it comes twice at once.
    """
    factor = session.get(TotpFactor, account_id)
    if factor is None or factor.confirmed_at is None:
        return _NONE
    step = _step_of(cipher.decrypt(factor.secret_sealed), typed, now)
    if step is None:
        return _WRONG
    fresh = session.execute(
        update(TotpFactor)
        .where(col(TotpFactor.account_id) == account_id, col(TotpFactor.last_step) < step)
        .values(last_step=step)
        .returning(col(TotpFactor.account_id))
    ).first()
    return "" if fresh is not None else _USED


def has_totp(session: Session, account_id: int) -> bool:
    """Whether the account has an application in use."""
    confirmed = select(col(TotpFactor.account_id)).where(
        col(TotpFactor.account_id) == account_id, col(TotpFactor.confirmed_at).is_not(None)
    )
    return session.scalar(confirmed) is not None


def remove_totp(*, session: Session, cipher: Cipher, now: datetime, account_id: int) -> None:
    """Forget the application; nothing to do when there is none."""
    removed = session.execute(
        delete(TotpFactor)
        .where(col(TotpFactor.account_id) == account_id)
        .returning(col(TotpFactor.confirmed_at))
    ).first()
    if removed is not None and removed.confirmed_at is not None:
        factor_changed(
            session,
            cipher=cipher,
            now=now,
            account_id=account_id,
            act="factor.totp_removed",
            what="L’application d’authentification a été retirée",
        )


def _step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The time step whose code was typed, the present one or its neighbours."""
    code = typed_code(typed[:40])
    if len(code) != CODE_DIGITS or not (code.isascii() and code.isdecimal()):
        return None
    try:
        return TOTP(secret).verify_and_get_timecode(code, for_time=now, valid_window=_DRIFT_STEPS)
    except OTPVerificationError:
        return None
