"""Sign-ups under way: one row a browser, its answers sealed, forgotten after a day."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.errors import NotAllowed
from portal.domain.sign_up import SIGN_UP_LIFE, Answers, Step
from portal.models.sign_up import SignUp
from portal.services.ports import Cipher
from portal.services.secrets import digest
from portal.services.turns import one_at_a_time

_NO_COOKIE = (
    "Votre navigateur refuse les cookies, dont l’inscription a besoin. Autorisez-les pour ce site, "
    "puis rechargez la page."
)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a sign-up stands, for the browser that it belongs to.

    ``faults``: what is wrong, by field; under "", what concerns the whole step. ``wait``: seconds
    before another code may be asked for. ``has_password``: one was chosen and accepted.
    """

    step: Step = Step.IDENTITY
    answers: Answers = field(default_factory=Answers)
    has_password: bool = False
    wait: int = 0
    faults: Mapping[str, str] = field(default_factory=dict)


def find_row(session: Session, *, now: datetime, browser: str) -> SignUp | None:
    """The sign-up of a browser, unless it is too old."""
    row = session.scalar(select(SignUp).where(col(SignUp.browser_hash) == digest(browser)))
    return row if row is not None and now < row.expires_at else None


def hold_row(session: Session, *, now: datetime, cipher: Cipher, browser: str) -> SignUp:
    """The sign-up of a browser, begun now if need be; no other transaction touches it meanwhile.

    Raises ``NotAllowed`` for a browser that cannot be told from others.
    """
    if not browser:
        raise NotAllowed(_NO_COOKIE)
    key = digest(browser)
    one_at_a_time(session, f"sign_up:{key}")
    row = session.scalar(select(SignUp).where(col(SignUp.browser_hash) == key))
    if row is None:
        row = SignUp(
            browser_hash=key,
            step=Step.IDENTITY,
            answers_sealed=_sealed(cipher, Answers()),
            created_at=now,
            expires_at=now + SIGN_UP_LIFE,
        )
        session.add(row)
        session.flush()
    elif now >= row.expires_at:
        begin_again(row, now=now, cipher=cipher)
        row.mismatches = 0
    return row


def begin_again(row: SignUp, *, now: datetime, cipher: Cipher) -> None:
    """Forget the answers; what was tried in vain still counts."""
    row.step, row.member_id = Step.IDENTITY, None
    row.answers_sealed = _sealed(cipher, Answers())
    row.created_at, row.expires_at = now, now + SIGN_UP_LIFE


def answers_of(row: SignUp, cipher: Cipher) -> Answers:
    """What was typed so far; nothing when the key that sealed it is gone."""
    try:
        return Answers(**json.loads(cipher.decrypt(row.answers_sealed)))
    except (ValueError, TypeError):
        return Answers()


def keep(row: SignUp, cipher: Cipher, answers: Answers, step: Step) -> None:
    """Store the answers and the step they lead to."""
    row.answers_sealed, row.step = _sealed(cipher, answers), step


def progress_of(
    row: SignUp | None, cipher: Cipher, *, wait: int = 0, faults: Mapping[str, str] | None = None
) -> Progress:
    """What the browser may know of its sign-up: all but the password's hash."""
    if row is None:
        return Progress(faults=faults or {})
    answers = answers_of(row, cipher)
    return Progress(
        step=Step(row.step),
        answers=replace(answers, password_hash=""),
        has_password=bool(answers.password_hash),
        wait=wait,
        faults=faults or {},
    )


def _sealed(cipher: Cipher, answers: Answers) -> str:
    return cipher.encrypt(json.dumps(asdict(answers)))
