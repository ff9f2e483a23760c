"""What a demonstration would have sent by e-mail and SMS."""

import reflex as rx

from portal.components.buttons import SECONDARY, button, link_button
from portal.components.feedback import empty_state, skeleton_list
from portal.components.layout import page_title
from portal.components.links import anchor
from portal.components.public import message_page
from portal.pages.frame import public_frame
from portal.pages.page import public_page
from portal.state.demo_outbox import DemoOutboxState


@public_page("/demo/boite-d-envoi", "Boîte d’envoi", on_load=[DemoOutboxState.open])
def demo_outbox() -> rx.Component:
    """The letters kept, the newest first; outside a demonstration, a page that does not exist."""
    return public_frame(
        rx.cond(
            DemoOutboxState.loaded,
            rx.cond(DemoOutboxState.exists, _outbox(), _nothing_here()),
            rx.el.div(rx.el.h1("Un instant…"), skeleton_list(3), class_name="stack"),
        )
    )


def _outbox() -> rx.Component:
    return rx.el.div(
        page_title(
            "Boîte d’envoi",
            "Dans cette démonstration, aucun message ne part\u00a0: e-mails et SMS se lisent ici.",
            button(
                "Actualiser",
                kind=SECONDARY,
                icon_name="refresh-cw",
                on_click=DemoOutboxState.open,
            ),
        ),
        rx.cond(
            DemoOutboxState.letters.length() > 0,
            rx.el.ul(
                rx.foreach(DemoOutboxState.letters, _letter),
                class_name="letters",
                aria_label="Messages, du plus récent au plus ancien",
            ),
            empty_state(
                "Aucun message pour le moment",
                "Inscrivez-vous ou demandez un nouveau mot de passe, puis revenez ici.",
            ),
        ),
        class_name="letters-page stack-l",
    )


def _letter(letter: rx.Var) -> rx.Component:
    title = f"message-{letter.id}"
    return rx.el.li(
        rx.el.article(
            rx.el.div(
                rx.el.h2(letter.subject, id=title),
                rx.el.p(
                    rx.el.span(letter.channel, class_name="badge badge-neutral"),
                    " à ",
                    rx.el.strong(letter.recipient),
                    rx.el.span(f", le {letter.posted}", class_name="muted"),
                    class_name="letter-to small",
                ),
            ),
            rx.cond(letter.code, rx.el.p(letter.code, class_name="letter-code"), rx.fragment()),
            rx.cond(
                letter.link,
                rx.el.p(
                    anchor(
                        "Ouvrir le lien du message",
                        href=letter.link,
                        class_name="btn btn-primary",
                        aria_describedby=title,
                    )
                ),
                rx.fragment(),
            ),
            rx.el.details(
                rx.el.summary("Lire le message", class_name="ic ic-chevron-down"),
                rx.el.p(letter.text, class_name="letter-text"),
                class_name="disclosure",
            ),
            class_name="card stack",
            aria_labelledby=title,
        ),
        key=letter.id,
    )


def _nothing_here() -> rx.Component:
    return message_page(
        "Cette page n’existe pas",
        "L’adresse est peut-être incomplète, ou la page a changé de place.",
        link_button("Revenir à l’accueil", "/", icon_name="house"),
    )
