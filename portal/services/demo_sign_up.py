"""Trying a sign-up in a demonstration: a person is invented, known to the insurer, no account."""

import secrets
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlmodel import Session, col

from portal.domain.errors import NotAllowed
from portal.domain.french import short_date
from portal.domain.networks import household
from portal.domain.nir import nir_key
from portal.domain.sign_up import Answers, Step
from portal.models.members import Member
from portal.services import audit
from portal.services.demo import is_demo
from portal.services.ports import Cipher
from portal.services.quotas import Quota, spend
from portal.services.sign_up_rows import Progress, hold_row, keep, progress_of

_PER_NETWORK = Quota("demo_sign_up", 10, timedelta(hours=1))
_LAST_NAME, _FIRST_NAME = "Roussel", "Camille"
_FIRST_BIRTH, _BIRTH_DAYS = date(1960, 1, 1), 15_000


def fill_sign_up(
    *, session: Session, now: datetime, cipher: Cipher, browser: str, network: str
) -> Progress:
    """Invent a member and give their answers to the sign-up of this browser.

    Raises ``NotAllowed`` outside a demonstration, and beyond a few in an hour.
    """
    if not is_demo(session=session):
        raise NotAllowed("On n’invente personne en dehors d’une démonstration.")
    row = hold_row(session, now=now, cipher=cipher, browser=browser)
    if row.step != Step.IDENTITY:
        return progress_of(row, cipher)
    if not spend(session, now=now, quota=_PER_NETWORK, who=household(network)):
        raise NotAllowed("Assez de personnes inventées pour l’instant. Réessayez dans une heure.")
    number, born, nir = _free_identity(session, cipher)
    session.add(
        Member(
            number=number,
            last_name=_LAST_NAME,
            first_name=_FIRST_NAME,
            birth_date=born,
            nir_encrypted=cipher.encrypt(nir),
            nir_fingerprint=cipher.fingerprint(nir),
            joined_on=now.date(),
        )
    )
    audit.record(session, "demo.member_invented", at=now, network=network)
    answers = Answers(
        last_name=_LAST_NAME,
        first_name=_FIRST_NAME,
        birth_date=short_date(born),
        number=number,
        nir=nir,
        email=f"camille.roussel.{number}@example.org",
    )
    keep(row, cipher, answers, Step.IDENTITY)
    return progress_of(row, cipher)


def _free_identity(session: Session, cipher: Cipher) -> tuple[str, date, str]:
    """A member number, a birth date and a NIR that nobody has."""
    while True:
        born = _FIRST_BIRTH + timedelta(days=secrets.randbelow(_BIRTH_DAYS))
        number = f"19{secrets.randbelow(10**6):06d}"
        body = f"2{born:%y%m}75056{secrets.randbelow(999) + 1:03d}"
        nir = f"{body}{nir_key(body):02d}"
        taken = select(col(Member.id)).where(
            or_(
                col(Member.number) == number,
                col(Member.nir_fingerprint) == cipher.fingerprint(nir),
            )
        )
        if session.scalar(taken) is None:
            return number, born, nir
