"""Banners: what the staff tell everybody at the top of every page."""

import reflex as rx

from portal.components.banner import LEVELS, banner_preview
from portal.components.buttons import SECONDARY, button, submit_button
from portal.components.cards import card, section
from portal.components.feedback import SUCCESS, alert, skeleton_list
from portal.components.forms import error_summary, field, text_field
from portal.components.layout import page_title
from portal.components.types import Rows
from portal.components.undo import undo_toast
from portal.domain.banners import LONGEST_TEXT
from portal.pages.frame import staff_frame
from portal.pages.page import staff_page
from portal.state.staff_banners import StaffBannersState as State

PAGE = "/admin/bandeaux"


@staff_page(PAGE, "Bandeaux", on_load=[State.load])
def staff_banners() -> rx.Component:
    """Write one and see it; those that show, those to come, those that are over."""
    return staff_frame(
        page_title(
            "Bandeaux",
            "Un bandeau s’affiche aussitôt en haut de toutes les pages, même sans être connecté.",
        ),
        rx.cond(
            State.loaded,
            rx.el.div(
                _form(),
                _list(
                    "En ce moment", "en-ce-moment", State.lists.current, "Aucun bandeau affiché."
                ),
                _list("À venir", "a-venir", State.lists.planned, "Aucun bandeau prévu."),
                _list("Passés", "passes", State.lists.past, "Aucun bandeau passé."),
                class_name="stack-l",
            ),
            skeleton_list(3),
        ),
        undo_toast(State.withdrawn, on_undo=State.undo, on_close=State.close, takes_focus=True),
        active=PAGE,
    )


def _form() -> rx.Component:
    return section(
        "Nouveau bandeau",
        card(
            error_summary(State.problem),
            rx.cond(State.done != "", alert(State.done, tone=SUCCESS, live=True), rx.fragment()),
            rx.el.form(
                field(
                    "text",
                    "Texte",
                    rx.el.textarea(
                        id="text",
                        name="text",
                        default_value="",
                        max_length=LONGEST_TEXT,
                        rows="3",
                        required=True,
                        on_change=State.set_preview.debounce(200),
                        aria_describedby="text-aide",
                        aria_invalid=rx.cond(State.faults["text"], "true", "false"),
                        class_name="input",
                    ),
                    f"{LONGEST_TEXT} caractères au plus. Dites ce qui se passe, pour qui, "
                    "jusqu’à quand, et ce qu’il faut faire.",
                    State.faults["text"],
                ),
                rx.el.fieldset(
                    rx.el.legend("Importance"),
                    rx.el.div(
                        *[_level(value, label) for value, label in LEVELS], class_name="chips"
                    ),
                    class_name="choices",
                ),
                rx.el.div(
                    _moment("starts", "Début (facultatif)", "Vide\u00a0: tout de suite."),
                    _moment("ends", "Fin (facultatif)", "Vide\u00a0: jusqu’à son retrait."),
                    class_name="field-pair",
                ),
                rx.cond(
                    State.preview != "",
                    rx.el.div(
                        rx.el.p("Aperçu", class_name="label"),
                        banner_preview(State.preview, State.level),
                        class_name="field",
                    ),
                    rx.fragment(),
                ),
                rx.el.div(submit_button("Publier le bandeau"), class_name="row"),
                on_submit=State.submit,
                no_validate=True,
                key=State.version,
                class_name="stack",
            ),
            class_name="stack page-measure",
        ),
        anchor="nouveau",
        boxed=False,
    )


def _level(value: str, label: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="level",
            value=value,
            default_checked=value == "info",
            on_change=lambda _: State.set_level(value),
        ),
        label,
        class_name=f"chip ic ic-{value}",
    )


def _moment(name: str, label: str, hint: str) -> rx.Component:
    return text_field(
        name, label, hint=hint, error=State.faults[name], kind="datetime-local", default_value=""
    )


def _list(title: str, anchor: str, rows: Rows, empty: str) -> rx.Component:
    def one(row: rx.Var) -> rx.Component:
        return rx.el.li(
            rx.el.div(
                rx.el.p(row.text, class_name="record-title"),
                rx.el.p(row.when, class_name="muted small"),
                class_name="record-text",
            ),
            rx.el.span(
                row.level_label,
                class_name=f"badge badge-{row.level} ic ic-{row.level} record-badge",
            ),
            rx.cond(
                row.can_withdraw,
                button(
                    "Retirer",
                    kind=SECONDARY,
                    size="small",
                    on_click=State.withdraw(row.id),
                    aria_label=f"Retirer le bandeau\u00a0: {row.text}",
                ),
                rx.fragment(),
            ),
            class_name="record",
            key=row.id,
        )

    return section(
        title,
        rx.cond(
            rows.length() > 0,
            rx.el.ul(rx.foreach(rows, one), class_name="records"),
            rx.el.p(empty, class_name="records-empty muted"),
        ),
        anchor=anchor,
    )
