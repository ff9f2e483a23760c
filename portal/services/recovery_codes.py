"""Recovery codes: ten at a time, shown once, each good for one sign-in without the other factors.

A refusal is returned as its sentence, not raised: whoever asks for a code counts the wrong ones.
"""

import secrets
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlmodel import Session, col

from portal.models.factors import RecoveryCode
from portal.services import audit
from portal.services.factor_changes import factor_changed
from portal.services.ports import Cipher
from portal.services.turns import one_at_a_time

HOW_MANY = 10
_LENGTH = 8
# Without those that are read for one another: 0 and O, 1, I and L, U and V.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

_WRONG = "Ce code de secours n’est pas le bon, ou il a déjà servi."


def make_recovery_codes(
    *, session: Session, cipher: Cipher, now: datetime, account_id: int
) -> list[str]:
    """Return ten new codes, told this once; those before are void."""
    one_at_a_time(session, f"recovery:{account_id}")
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account_id))
    codes: set[str] = set()
    while len(codes) < HOW_MANY:
        codes.add("".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)))
    for code in codes:
        session.add(
            RecoveryCode(
                account_id=account_id, code_hash=_hash(cipher, account_id, code), created_at=now
            )
        )
    factor_changed(
        session,
        cipher=cipher,
        now=now,
        account_id=account_id,
        act="factor.recovery_codes_made",
        what="De nouveaux codes de secours ont été créés\u00a0; les anciens ne servent plus",
    )
    return [f"{code[:4]}-{code[4:]}" for code in sorted(codes)]


def use_recovery_code(
    *, session: Session, cipher: Cipher, now: datetime, account_id: int, typed: str
) -> str:
    """Use one of the codes, once: return "", or the refusal."""
    used = session.execute(
        update(RecoveryCode)
        .where(
            col(RecoveryCode.account_id) == account_id,
            col(RecoveryCode.code_hash) == _hash(cipher, account_id, _typed(typed)),
            col(RecoveryCode.used_at).is_(None),
        )
        .values(used_at=now)
        .returning(col(RecoveryCode.id))
    ).first()
    if used is None:
        return _WRONG
    audit.record(session, "factor.recovery_code_used", at=now, account_id=account_id)
    return ""


def codes_left(session: Session, account_id: int) -> int:
    """How many codes the account can still use."""
    return session.execute(
        select(func.count()).where(
            col(RecoveryCode.account_id) == account_id, col(RecoveryCode.used_at).is_(None)
        )
    ).scalar_one()


def _typed(text: str) -> str:
    """What was typed as a code is written: capitals and digits, nothing between them."""
    return "".join(c for c in text[:40].upper() if c in _ALPHABET)


def _hash(cipher: Cipher, account_id: int, code: str) -> str:
    return cipher.fingerprint(f"recovery:{account_id}:{code}")
