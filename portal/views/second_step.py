"""The second step of signing in, in words."""

from dataclasses import dataclass

import segno

from portal.domain.second_step import Method
from portal.services.second_step import Step


@dataclass(frozen=True, slots=True)
class MethodView:
    """A way to finish: its value, its name as a choice, and what to do."""

    value: str
    label: str
    help: str


@dataclass(frozen=True, slots=True)
class EnrolmentView:
    """An authenticator application to set up.

    Its key in groups of four, its QR code as an image, and what both say as a link (``otpauth:``).
    """

    secret: str = ""
    qr: str = ""
    uri: str = ""


_LABELS = {
    Method.TOTP: "Mon application d’authentification",
    Method.SMS: "Un code par SMS",
    Method.EMAIL: "Un code par e-mail",
    Method.PASSKEY: "Une clé d’accès",
    Method.RECOVERY: "Un code de secours",
}


def asked(step: Step, method: str) -> MethodView:
    """The way being asked for, with what to do."""
    return _view(step, Method(method)) if method else MethodView("", "", "")


def others(step: Step, method: str) -> list[MethodView]:
    """The other ways open to this account."""
    return [_view(step, other) for other in step.methods if other != method]


def enrolment(secret: str, uri: str) -> EnrolmentView:
    """What an application reads, or one types in it."""
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    picture = segno.make(uri, error="m").svg_data_uri(scale=5, border=3, light="white")
    return EnrolmentView(groups, picture, uri)


def _view(step: Step, method: Method) -> MethodView:
    helps = {
        Method.TOTP: "Ouvrez votre application d’authentification et tapez le code à "
        "6\u00a0chiffres qu’elle affiche.",
        Method.SMS: f"{_sending(step, method)} par SMS au {step.phone}.",
        Method.EMAIL: f"{_sending(step, method)} à {step.email}.",
        Method.PASSKEY: "Votre téléphone, votre ordinateur ou votre clé de sécurité va vous "
        "demander de confirmer.",
        Method.RECOVERY: "Tapez l’un des codes de secours que vous avez conservés. Chacun ne "
        "sert qu’une fois.",
    }
    return MethodView(method, _LABELS[method], helps[method])


def _sending(step: Step, method: Method) -> str:
    if method in step.sent:
        return "Nous avons envoyé un code à 6\u00a0chiffres"
    return "Nous pouvons vous envoyer un code à 6\u00a0chiffres"
