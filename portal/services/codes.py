"""One-time codes: sent, sent again, checked.

Refusals are returned, not raised: raising would undo the count of tries.
"""

import hmac
import secrets
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from portal.domain.codes import CODE_DIGITS, CODE_LIFE, CODE_TRIES, RESEND_AFTER, typed_code
from portal.domain.french import plural
from portal.domain.letters import Letter
from portal.domain.notifications import Channel
from portal.models.codes import OneTimeCode
from portal.services.outbox import post
from portal.services.ports import Cipher
from portal.services.turns import one_at_a_time

_WRONG = "Ce code n’est pas le bon. Vérifiez les chiffres du dernier message reçu."
_LATE = "Ce code n’est plus valable. Demandez-en un nouveau."
_NO_TRY_LEFT = "Trop d’essais avec ce code. Demandez-en un nouveau."


def send_code(
    session: Session,
    *,
    cipher: Cipher,
    now: datetime,
    subject: str,
    channel: Channel,
    to: str,
    letter: Letter,
    account_id: int | None = None,
) -> str:
    """Send a new code for ``subject``, which voids those before; return a refusal, or "".

    ``subject`` names what is being proved, such as ``sign_in:7``.
    """
    if refusal := _too_soon(session, now, subject):
        return refusal
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    row = _add(session, now, subject, channel, _hash(cipher, subject, code))
    post(
        session,
        cipher=cipher,
        now=now,
        key=f"code:{row.id}",
        channel=channel,
        to=to,
        letter=letter,
        account_id=account_id,
        values={"code": code, "minutes": str(int(CODE_LIFE.total_seconds()) // 60)},
    )
    return ""


def feign_code(session: Session, *, now: datetime, subject: str, channel: Channel) -> str:
    """Answer as ``send_code`` does, but send nothing: no code will be the right one.

    For somebody who must not learn from the answer that no code is due.
    """
    if refusal := _too_soon(session, now, subject):
        return refusal
    _add(session, now, subject, channel, secrets.token_hex(32))
    return ""


def check_code(session: Session, *, cipher: Cipher, now: datetime, subject: str, typed: str) -> str:
    """Use the newest code of ``subject``: return "" when ``typed`` is it, or the refusal."""
    one_at_a_time(session, f"code:{subject}")
    last = _newest(session, subject)
    if last is None or last.used_at is not None or now >= last.expires_at:
        return _LATE
    if last.tries >= CODE_TRIES:
        return _NO_TRY_LEFT
    is_last_try = last.tries + 1 >= CODE_TRIES
    session.execute(
        update(OneTimeCode)
        .where(col(OneTimeCode.id) == last.id)
        .values(tries=col(OneTimeCode.tries) + 1)
    )
    if not hmac.compare_digest(last.code_hash, _hash(cipher, subject, typed_code(typed))):
        return _NO_TRY_LEFT if is_last_try else _WRONG
    last.used_at = now
    return ""


def seconds_before_resend(session: Session, *, now: datetime, subject: str) -> int:
    """How long one waits before asking for another code."""
    last = _newest(session, subject)
    if last is None:
        return 0
    return max(0, int((last.sent_at + RESEND_AFTER - now).total_seconds()))


def _too_soon(session: Session, now: datetime, subject: str) -> str:
    one_at_a_time(session, f"code:{subject}")
    last = _newest(session, subject)
    if last is None or now >= last.sent_at + RESEND_AFTER:
        return ""
    left = int((last.sent_at + RESEND_AFTER - now).total_seconds())
    return f"Un code vient d’être envoyé. Vous pourrez en demander un autre dans {_in(left)}."


def _add(
    session: Session, now: datetime, subject: str, channel: Channel, code_hash: str
) -> OneTimeCode:
    row = OneTimeCode(
        subject=subject,
        code_hash=code_hash,
        channel=channel,
        sent_at=now,
        expires_at=now + CODE_LIFE,
    )
    session.add(row)
    session.flush()
    return row


def _newest(session: Session, subject: str) -> OneTimeCode | None:
    return session.scalar(
        select(OneTimeCode)
        .where(col(OneTimeCode.subject) == subject)
        .order_by(col(OneTimeCode.id).desc())
        .limit(1)
    )


def _hash(cipher: Cipher, subject: str, code: str) -> str:
    return cipher.fingerprint(f"code:{subject}:{code}")


def _in(seconds: int) -> str:
    if seconds > 60:
        return plural(-(-seconds // 60), "minute")
    return plural(max(1, seconds), "seconde")
