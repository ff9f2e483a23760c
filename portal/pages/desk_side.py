"""Beside a conversation: where it stands, whose it is, and what else the staff does with it."""

import reflex as rx

from portal.components.buttons import DANGER_OUTLINE, QUIET, SECONDARY, button, link_button
from portal.components.cards import card
from portal.components.forms import error_summary, field
from portal.components.types import Rows, Text
from portal.state.desk_acts import DeskActsState as Acts
from portal.state.desk_thread import DeskThreadState as State
from portal.views.desk_thread import reason_options
from portal.views.shapes import OptionView


def side() -> rx.Component:
    """The column of a wide screen; below the messages on a phone."""
    return rx.el.div(_where(), _member(), _note(), _move(), _close(), class_name="stack desk-side")


def _where() -> rx.Component:
    view = State.view
    return card(
        rx.el.h2("Suivi"),
        rx.el.dl(
            rx.el.dt("État"),
            rx.el.dd(
                rx.el.span(view.status, class_name=f"badge badge-{view.tone}"),
                rx.cond(
                    view.due != "",
                    rx.el.span(view.due, class_name=f"badge badge-{view.due_tone}"),
                    rx.fragment(),
                ),
                class_name="badges",
            ),
            rx.el.dt("Équipe"),
            rx.el.dd(view.team),
            rx.el.dt("Suivie par"),
            rx.el.dd(view.whose),
            class_name="facts",
        ),
        rx.el.div(
            rx.cond(
                view.is_mine,
                button("Rendre à l’équipe", kind=SECONDARY, size="small", on_click=Acts.release),
                button(
                    rx.cond(view.is_free, "M’attribuer", "Reprendre à mon nom"),
                    kind=SECONDARY,
                    size="small",
                    on_click=Acts.take,
                ),
            ),
            rx.cond(
                view.is_waiting,
                rx.fragment(),
                button("Rouvrir", kind=QUIET, size="small", on_click=Acts.reopen),
            ),
            class_name="row",
        ),
        class_name="stack",
    )


def _member() -> rx.Component:
    view = State.view
    return card(
        rx.el.h2(view.member_name),
        rx.el.dl(
            rx.el.dt("N°\u00a0d’adhérent"),
            rx.el.dd(view.member_number),
            rx.el.dt("Contrats"),
            rx.el.dd(view.contracts),
            rx.cond(
                view.claim != "",
                rx.fragment(rx.el.dt("À propos de"), rx.el.dd(view.claim)),
                rx.fragment(),
            ),
            class_name="facts",
        ),
        rx.cond(
            view.no_account,
            rx.el.p(
                "Cette personne n’a plus d’espace en ligne\u00a0: elle ne verra pas la réponse. "
                "Appelez-la.",
                class_name="error ic ic-warning",
            ),
            rx.fragment(),
        ),
        link_button(
            "Ouvrir le dossier",
            view.member_href,
            kind=SECONDARY,
            size="small",
            icon_name="folder-open",
        ),
        class_name="stack",
    )


def _note() -> rx.Component:
    return _fold(
        "Ajouter une note interne",
        rx.el.form(
            _text(
                "note",
                "Note, pour l’équipe seulement",
                error=Acts.note_error,
                key=Acts.stamp,
            ),
            rx.el.input(type="hidden", name="stamp", value=Acts.stamp, read_only=True),
            button("Ajouter la note", kind=SECONDARY, size="small", type="submit"),
            on_submit=Acts.add_note,
            no_validate=True,
            class_name="stack",
        ),
    )


def _move() -> rx.Component:
    return _fold(
        "Transférer à une équipe",
        rx.el.form(
            error_summary(
                Acts.transfer_error, title="Transfert impossible", anchor="erreurs-transfert"
            ),
            _select("team", "Équipe", State.teams),
            _text("word", "Un mot pour elle (facultatif)"),
            button("Transférer", kind=SECONDARY, size="small", type="submit"),
            on_submit=Acts.move,
            no_validate=True,
            key=State.view.team,
            class_name="stack",
        ),
    )


def _close() -> rx.Component:
    return rx.cond(
        State.view.is_closed,
        rx.fragment(),
        _fold(
            "Clore sans répondre",
            rx.el.form(
                _select("reason", "Raison", reason_options()),
                rx.el.p(
                    "L’adhérent voit que la conversation est terminée, pas la raison.",
                    class_name="hint",
                ),
                button("Clore", kind=DANGER_OUTLINE, size="small", type="submit"),
                on_submit=Acts.close,
                class_name="stack",
            ),
        ),
    )


def _fold(title: str, form: rx.Component) -> rx.Component:
    return rx.el.details(
        rx.el.summary(title, class_name="ic ic-chevron-down"),
        form,
        class_name="disclosure card desk-fold",
    )


def _text(name: str, label: str, error: Text = "", **props) -> rx.Component:
    control = rx.el.textarea(
        id=name,
        name=name,
        rows=4,
        max_length=20_000,
        dir="auto",
        class_name="input",
        aria_invalid=rx.cond(error, "true", "false"),
        **props,
    )
    return field(name, label, control, "", error)


def _select(name: str, label: str, options: Rows) -> rx.Component:
    def option(one: OptionView) -> rx.Component:
        return rx.el.option(one.label, value=one.value, key=one.value)

    control = rx.el.span(
        rx.el.select(rx.foreach(options, option), id=name, name=name, class_name="select"),
        class_name="select-wrap ic ic-chevron-down",
    )
    return field(name, label, control, "", "")
