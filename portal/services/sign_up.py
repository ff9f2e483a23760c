"""Signing up: each step checks its answers, keeps them, and leads to the next.

What was typed belongs to one browser. Refusals are returned, not raised: what was typed, and what
was tried in vain, must be kept.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Literal

from sqlmodel import Session

from portal.domain.errors import InvalidInput
from portal.domain.french import short_date
from portal.domain.networks import household
from portal.domain.nir import normalise_nir
from portal.domain.sign_up import (
    MISMATCHES,
    Answers,
    Step,
    identity_faults,
    nir_fault,
    normal_number,
    parse_birth_date,
)
from portal.domain.text import tidy
from portal.models.sign_up import SignUp
from portal.services import audit
from portal.services.accounts import checked_email
from portal.services.password_rules import check_new_password
from portal.services.passwords import hash_password, normal_password
from portal.services.phones import checked_mobile
from portal.services.ports import Cipher
from portal.services.quotas import Quota, is_spent, spend
from portal.services.sign_up_activation import seconds_to_wait, send_activation
from portal.services.sign_up_matching import accounts_in_the_way, find_member, tell_owners
from portal.services.sign_up_rows import (
    Progress,
    answers_of,
    begin_again,
    find_row,
    hold_row,
    keep,
    progress_of,
)

Field = Literal["last_name", "first_name", "birth_date", "number", "email", "phone"]

_PER_NETWORK = Quota("sign_up_network", 15, timedelta(hours=1))
_PER_NUMBER = Quota("sign_up_number", 5, timedelta(hours=24))

_MISMATCH = (
    "Ces informations ne correspondent à aucun adhérent. Vérifiez-les avec votre carte de tiers "
    "payant et votre carte Vitale. L’espace s’ouvre au nom du titulaire du contrat."
)
_NETWORK_SPENT = "Trop d’essais depuis votre connexion à internet. Réessayez dans une heure."
_TERMS = "Acceptez les conditions d’utilisation pour créer votre compte."


def resume(*, session: Session, now: datetime, cipher: Cipher, browser: str) -> Progress:
    """Where the sign-up of this browser stands."""
    row = find_row(session, now=now, browser=browser) if browser else None
    return progress_of(row, cipher, wait=seconds_to_wait(session, now=now, cipher=cipher, row=row))


def keep_draft(
    *, session: Session, now: datetime, cipher: Cipher, browser: str, field: Field, text: str
) -> None:
    """Keep what was just typed in a field, right or wrong, in case the connection is cut."""
    row = hold_row(session, now=now, cipher=cipher, browser=browser)
    if row.step in {Step.IDENTITY, Step.CONTACT}:
        answers = answers_of(row, cipher)
        keep(row, cipher, _changed(answers, **{field: tidy(text)}), Step(row.step))


def go_back(*, session: Session, now: datetime, cipher: Cipher, browser: str) -> Progress:
    """Return to the step before; nothing is forgotten."""
    row = hold_row(session, now=now, cipher=cipher, browser=browser)
    if row.step not in {Step.DONE, Step.REFUSED}:
        row.step = Step(row.step).before
    return progress_of(row, cipher)


def start_over(*, session: Session, now: datetime, cipher: Cipher, browser: str) -> Progress:
    """Forget everything that was typed in this browser."""
    row = hold_row(session, now=now, cipher=cipher, browser=browser)
    if row.step == Step.DONE:
        row.mismatches = 0
    begin_again(row, now=now, cipher=cipher)
    if row.mismatches >= MISMATCHES:
        row.step = Step.REFUSED
    return progress_of(row, cipher)


def give_identity(
    *,
    session: Session,
    now: datetime,
    today: date,
    cipher: Cipher,
    browser: str,
    last_name: str,
    first_name: str,
    birth_date: str,
    number: str,
) -> Progress:
    """First step: who one is."""
    row = hold_row(session, now=now, cipher=cipher, browser=browser)
    if row.step != Step.IDENTITY:
        return progress_of(row, cipher)
    answers = _changed(
        answers_of(row, cipher),
        last_name=tidy(last_name),
        first_name=tidy(first_name),
        birth_date=tidy(birth_date),
        number=tidy(number),
    )
    faults = identity_faults(answers, today)
    day = parse_birth_date(answers.birth_date, today)
    if not faults and day is not None:
        number = normal_number(answers.number)
        answers = replace(answers, birth_date=short_date(day), number=number)
    keep(row, cipher, answers, Step.IDENTITY if faults else Step.NIR)
    return progress_of(row, cipher, faults=faults)


def give_nir(
    *, session: Session, now: datetime, cipher: Cipher, browser: str, nir: str
) -> Progress:
    """Second step: the social security number; left empty, the one given before stays."""
    row = hold_row(session, now=now, cipher=cipher, browser=browser)
    answers = answers_of(row, cipher)
    if row.step != Step.NIR:
        return progress_of(row, cipher)
    if answers.nir and not nir.strip():
        row.step = Step.CONTACT
    elif fault := nir_fault(nir):
        return progress_of(row, cipher, faults={"nir": fault})
    else:
        keep(row, cipher, replace(answers, nir=normalise_nir(nir)), Step.CONTACT)
    return progress_of(row, cipher)


def give_contact(
    *, session: Session, now: datetime, cipher: Cipher, browser: str, email: str, phone: str
) -> Progress:
    """Third step: where to write, and where to send the code."""
    row = hold_row(session, now=now, cipher=cipher, browser=browser)
    if row.step != Step.CONTACT:
        return progress_of(row, cipher)
    answers = _changed(answers_of(row, cipher), email=tidy(email), phone=tidy(phone))
    faults = {}
    try:
        answers = _changed(answers, email=checked_email(answers.email))
    except InvalidInput as refusal:
        faults["email"] = refusal.sentence
    try:
        phone = checked_mobile(answers.phone) if answers.phone else ""
        answers = _changed(answers, phone=phone)
    except InvalidInput as refusal:
        faults["phone"] = refusal.sentence
    keep(row, cipher, answers, Step.CONTACT if faults else Step.PASSWORD)
    return progress_of(row, cipher, faults=faults)


def give_password(
    *,
    session: Session,
    now: datetime,
    today: date,
    cipher: Cipher,
    browser: str,
    network: str,
    insurer: str,
    password: str,
    accepted: bool,
) -> Progress:
    """Fourth step: the password and the terms; then the member is looked for, and a code sent.

    Left empty, the password given before stays. ``insurer``: its name, which no password contains.
    """
    row = hold_row(session, now=now, cipher=cipher, browser=browser)
    if row.step != Step.PASSWORD:
        return progress_of(row, cipher)
    answers = answers_of(row, cipher)
    faults = {} if accepted else {"accepted": _TERMS}
    if password or not answers.password_hash:
        personal = what_is_personal(answers, today, insurer)
        if refusal := check_new_password(password, personal=personal):
            faults["password"] = refusal
        else:
            hashed = hash_password(normal_password(password))
            answers = replace(answers, password_hash=hashed)
            keep(row, cipher, answers, Step.PASSWORD)
    if not faults and is_spent(session, now=now, quota=_PER_NETWORK, who=household(network)):
        faults[""] = _NETWORK_SPENT
    if faults:
        return progress_of(row, cipher, faults=faults)
    return _look_for_member(session, now, today, cipher, row, network)


def what_is_personal(answers: Answers, today: date, insurer: str) -> list[str]:
    """What the password of somebody signing up may not contain."""
    day = parse_birth_date(answers.birth_date, today)
    born = day.isoformat() if day else ""
    return [
        answers.last_name,
        answers.first_name,
        born,
        answers.number,
        answers.email,
        insurer,
    ]


def _look_for_member(
    session: Session, now: datetime, today: date, cipher: Cipher, row: SignUp, network: str
) -> Progress:
    answers = answers_of(row, cipher)
    # Looked for in any case: a number tried too often takes as long as another.
    member = find_member(session, cipher=cipher, answers=answers, today=today)
    if member is None or is_spent(session, now=now, quota=_PER_NUMBER, who=answers.number):
        spend(session, now=now, quota=_PER_NETWORK, who=household(network))
        spend(session, now=now, quota=_PER_NUMBER, who=answers.number)
        audit.record(session, "sign_up.mismatch", at=now, network=network, sign_up=row.id)
        row.mismatches += 1
        row.step = Step.REFUSED if row.mismatches >= MISMATCHES else Step.IDENTITY
        return progress_of(row, cipher, faults={"": _MISMATCH})
    in_the_way = accounts_in_the_way(session, member=member, email=answers.email)
    tell_owners(session, cipher=cipher, now=now, accounts=in_the_way)
    row.member_id = None if in_the_way else member.id
    row.step = Step.CODE
    sent = send_activation(session, now=now, cipher=cipher, row=row)
    audit.record(session, "sign_up.matched", at=now, network=network, sign_up=row.id)
    wait = seconds_to_wait(session, now=now, cipher=cipher, row=row)
    return progress_of(row, cipher, wait=wait, faults={"": sent} if sent else {})


def _changed(answers: Answers, **values: str) -> Answers:
    """The answers with others; the password is chosen anew when what it may not contain changes."""
    changed = replace(answers, **values)
    personal = ("last_name", "first_name", "birth_date", "number", "email")
    same = all(getattr(changed, name) == getattr(answers, name) for name in personal)
    return changed if same else replace(changed, password_hash="")
