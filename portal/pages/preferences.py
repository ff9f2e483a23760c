"""Notification preferences."""

import reflex as rx

from portal.components.buttons import QUIET, SECONDARY, button
from portal.components.cards import card, section
from portal.components.feedback import INFO, alert, skeleton_list
from portal.components.forms import error_summary, text_field
from portal.components.layout import back_link, page_title
from portal.components.links import phone_link
from portal.components.preferences import topic_table
from portal.components.undo import undo_toast
from portal.pages.frame import member_frame
from portal.pages.page import member_page
from portal.state.preferences import PreferencesState as State

_LEAD = "Choisissez ce dont vous êtes prévenu, et comment. Chaque choix est enregistré aussitôt."


@member_page(
    "/profil/preferences",
    "Mes préférences",
    on_load=[State.load],
    reload_when={"preferences": State.reload},
)
def preferences() -> rx.Component:
    """Topics by channel, and the quiet hours."""
    return member_frame(
        rx.el.div(
            back_link("Mon compte", "/profil"),
            page_title("Mes préférences", _LEAD),
            rx.cond(
                State.loaded,
                rx.el.div(_topics(), _quiet_hours(), class_name="stack-l"),
                skeleton_list(),
            ),
            class_name="page-measure",
        ),
        undo_toast(State.saved, on_undo=State.undo, on_close=State.close, can_undo=State.can_undo),
        active="/profil",
    )


def _topics() -> rx.Component:
    return section(
        "Vos notifications",
        rx.el.div(
            rx.cond(
                State.has_phone,
                rx.fragment(),
                alert(
                    "Les SMS ne sont pas disponibles",
                    rx.el.p(
                        "Aucun numéro de mobile n’est enregistré pour votre compte. "
                        "Pour en ajouter un, appelez-nous au\u00a0",
                        phone_link(),
                        ".",
                    ),
                    tone=INFO,
                ),
            ),
            topic_table(
                State.topics, State.choose, has_phone=State.has_phone, version=State.version
            ),
            rx.el.p(
                "Nos e-mails et nos SMS disent qu’il y a du nouveau, jamais quoi\u00a0: "
                "le contenu reste dans votre espace.",
                class_name="muted small",
            ),
            class_name="stack",
        ),
        anchor="sujets",
        boxed=False,
    )


def _quiet_hours() -> rx.Component:
    return section(
        "Heures calmes",
        card(
            rx.el.p(
                "Pendant ces heures, ni e-mail ni SMS\u00a0: ils partent à la fin. "
                "Les alertes de sécurité arrivent toujours."
            ),
            rx.cond(
                State.quiet != "",
                rx.el.p(State.quiet, class_name="all-done ic ic-success"),
                rx.fragment(),
            ),
            _quiet_form(),
            class_name="stack",
        ),
        anchor="heures-calmes",
        boxed=False,
    )


def _quiet_form() -> rx.Component:
    return rx.el.form(
        error_summary(
            rx.cond(State.starts_error != "", State.starts_error, State.ends_error),
            title="Une heure est à corriger",
        ),
        rx.el.div(
            _time("starts", "De", State.quiet_starts, State.starts_error),
            _time("ends", "À", State.quiet_ends, State.ends_error),
            role="group",
            aria_labelledby="heures-calmes",
            class_name="field-pair field-pair-short",
            key=State.version,
        ),
        rx.el.div(
            button(
                rx.cond(State.quiet != "", "Enregistrer ces heures", "Activer les heures calmes"),
                kind=SECONDARY,
                type="submit",
            ),
            rx.cond(
                State.quiet != "",
                button("Désactiver", kind=QUIET, on_click=State.stop_quiet),
                rx.fragment(),
            ),
            class_name="row",
        ),
        on_submit=State.keep_quiet,
        no_validate=True,
        class_name="stack",
    )


def _time(name: str, label: str, value: rx.Var[str], error: rx.Var[str]) -> rx.Component:
    return text_field(
        name, label, kind="time", default_value=value, error=error, required=True, max_length=8
    )
