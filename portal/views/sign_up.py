"""A sign-up under way, as its own browser may see it."""

import re
from dataclasses import dataclass

from portal.domain.french import NO_BREAK
from portal.domain.sign_up import masked_nir
from portal.services.sign_up_rows import Progress
from portal.views.shapes import FactView


@dataclass(frozen=True, slots=True)
class SignUpView:
    """What was typed, the social security number masked, the password left out.

    ``target``: where the code went; ``by_sms``: it went to a phone.
    """

    last_name: str = ""
    first_name: str = ""
    birth_date: str = ""
    number: str = ""
    nir: str = ""
    email: str = ""
    phone: str = ""
    has_password: bool = False
    by_sms: bool = False
    target: str = ""


@dataclass(frozen=True, slots=True)
class FaultView:
    """What is wrong with a field, whose id it gives."""

    field: str
    text: str


def faults_of(progress: Progress) -> list[FaultView]:
    """What is to correct, field by field, in the order of the page: the terms come last."""
    found = [FaultView(name, text) for name, text in progress.faults.items() if name]
    return sorted(found, key=lambda fault: fault.field == "accepted")


def problem_of(progress: Progress) -> str:
    """What heads the faults; or what concerns the whole step, with none beneath."""
    if not progress.faults:
        return ""
    return progress.faults.get("", "Corrigez ce qui suit, puis continuez.")


def view_of(progress: Progress) -> SignUpView:
    """The answers of a sign-up, for the page."""
    answers = progress.answers
    by_sms = bool(answers.phone) and not answers.email_only
    return SignUpView(
        last_name=answers.last_name,
        first_name=answers.first_name,
        birth_date=answers.birth_date,
        number=answers.number,
        nir=masked_nir(answers.nir),
        email=answers.email,
        phone=_shown(answers.phone),
        has_password=progress.has_password,
        by_sms=by_sms,
        target=_shown(answers.phone) if by_sms else answers.email,
    )


def _shown(phone: str) -> str:
    """A French number as the French write it; what was typed otherwise."""
    if not re.fullmatch(r"\+33\d{9}", phone, re.ASCII):
        return phone
    digits = "0" + phone[3:]
    return NO_BREAK.join(digits[place : place + 2] for place in range(0, 10, 2))


def recap_of(progress: Progress) -> list[FactView]:
    """What was typed, to be looked over before the last steps."""
    view = view_of(progress)
    facts = (
        ("Nom", view.last_name),
        ("Prénom", view.first_name),
        ("Date de naissance", view.birth_date),
        ("N°\u00a0de contrat ou d’adhérent", view.number),
        ("Sécurité sociale", view.nir),
        ("E-mail", view.email),
        ("Mobile", view.phone or "Aucun\u00a0: le code ira à votre adresse e-mail"),
    )
    return [FactView(label, value) for label, value in facts]
