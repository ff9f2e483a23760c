"""Setting up an authenticator application: the same steps wherever it is asked for."""

import reflex as rx

from portal.components.links import anchor
from portal.views.second_step import EnrolmentView


def enrolment_steps(view: EnrolmentView) -> rx.Component:
    """What to do, with the QR code, its link for the phone that one holds, and the typed key."""
    return rx.el.ol(
        rx.el.li(
            "Ouvrez votre application d’authentification, ou installez-en une (par exemple "
            "2FAS, Aegis, Google Authenticator)."
        ),
        rx.el.li(
            "Scannez ce QR code avec elle.",
            rx.el.img(src=view.qr, alt="QR code à scanner avec l’application", class_name="qr"),
            rx.el.p(
                "Elle est sur ce téléphone\u00a0? ",
                anchor("Ouvrir l’application", href=view.uri, class_name="link link-block"),
            ),
            rx.el.p("Ou tapez cette clé dans l’application\u00a0:"),
            rx.el.p(rx.el.code(view.secret, class_name="secret")),
        ),
        rx.el.li("Tapez ici le code à 6\u00a0chiffres qu’elle affiche."),
        class_name="steps",
    )
