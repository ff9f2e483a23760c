"""Opening hours: when members can be called or met, and what a change means for them."""

import reflex as rx

from portal.components.buttons import SECONDARY, button, submit_button
from portal.components.cards import card, section
from portal.components.feedback import WARNING, alert, skeleton_list
from portal.components.forms import error_summary, text_field
from portal.components.layout import page_title
from portal.components.records import record_list
from portal.components.tabs import tab_buttons
from portal.components.undo import undo_toast
from portal.domain.bookings import LIVE_TOPIC, SLOTS_TOPIC
from portal.pages.frame import staff_frame
from portal.pages.page import staff_page
from portal.state.hours import HoursState as State
from portal.views.hours import WEEKDAYS, DayView

PAGE = "/admin/creneaux"


@staff_page(
    PAGE,
    "Créneaux",
    on_load=[State.load],
    reload_when={SLOTS_TOPIC: State.reload, LIVE_TOPIC: State.reload},
)
def hours() -> rx.Component:
    """The hours, the week they give, the rules, the days off."""
    return staff_frame(
        page_title("Créneaux", "Quand les adhérents peuvent être rappelés ou reçus."),
        rx.cond(State.loaded, _content(), skeleton_list(4)),
        undo_toast(State.changed, on_undo=State.undo, on_close=State.close, takes_focus=True),
        active=PAGE,
    )


def _content() -> rx.Component:
    view = State.view
    return rx.el.div(
        tab_buttons(State.kinds, "Ce que l’on réserve", State.choose),
        rx.cond(
            view.left_out.length() > 0,
            rx.el.div(
                alert(
                    view.left_out_title,
                    "Ces personnes ont réservé avant un changement. Rappelez-les, ou déplacez "
                    "leur rendez-vous.",
                    tone=WARNING,
                    live=True,
                ),
                rx.el.div(
                    record_list(view.left_out, view.left_out_title, empty=""),
                    class_name="card card-flush",
                ),
                class_name="stack",
            ),
            rx.fragment(),
        ),
        rx.el.div(
            rx.el.div(
                section(
                    "Horaires d’ouverture",
                    record_list(
                        view.openings,
                        "Horaires d’ouverture",
                        empty="Aucun horaire\u00a0: personne ne peut réserver.",
                        action=_remove,
                    ),
                    anchor="horaires",
                ),
                section("Ajouter une plage", card(_add_form()), anchor="ajouter", boxed=False),
                class_name="stack-l",
            ),
            rx.el.div(
                section("Règles de réservation", card(_rules_form()), anchor="regles", boxed=False),
                section(
                    "Jours fermés",
                    record_list(
                        view.closures,
                        "Jours fermés",
                        empty="Aucun jour fermé, hors jours fériés.",
                        action=_open_again,
                    ),
                    anchor="fermetures",
                ),
                card(_closure_form()),
                _holidays(),
                class_name="stack-l",
            ),
            class_name="file-grid",
        ),
        section(
            "Les sept prochains jours",
            rx.el.div(rx.foreach(view.preview, _day), class_name="slots-days"),
            anchor="apercu",
            boxed=False,
        ),
        class_name="stack-l",
    )


def _remove(row: rx.Var) -> rx.Component:
    return button(
        "Retirer",
        kind=SECONDARY,
        size="small",
        on_click=State.remove(row.key),
        aria_label=f"Retirer\u00a0: {row.title}",
    )


def _open_again(row: rx.Var) -> rx.Component:
    return button(
        "Rouvrir",
        kind=SECONDARY,
        size="small",
        on_click=State.open_day(row.key),
        aria_label=f"Rouvrir\u00a0: {row.title}",
    )


def _problem(form: str) -> rx.Component:
    return error_summary(
        rx.cond(State.problem_in == form, State.problem, ""), anchor=f"erreurs-{form}"
    )


def _add_form() -> rx.Component:
    days = [("week", "Du lundi au vendredi"), *((str(i), day) for i, day in enumerate(WEEKDAYS))]
    return rx.el.form(
        _problem("hours"),
        rx.el.div(
            rx.el.div(
                rx.el.label("Jour", html_for="days", class_name="label"),
                rx.el.span(
                    rx.el.select(
                        *[rx.el.option(label, value=value) for value, label in days],
                        id="days",
                        name="days",
                        default_value="week",
                        class_name="select",
                    ),
                    class_name="select-wrap ic ic-chevron-down",
                ),
                class_name="field",
            ),
            text_field("starts", "De", kind="time", default_value="08:30"),
            text_field("ends", "À", kind="time", default_value="12:30"),
            _number("slot", "Minutes par créneau", "30"),
            _number("capacity", "Personnes à la fois", "2"),
            class_name="search-grid",
        ),
        rx.el.div(submit_button("Ajouter la plage"), class_name="row"),
        on_submit=State.add,
        no_validate=True,
        key=State.version,
        class_name="stack",
    )


def _rules_form() -> rx.Component:
    view = State.view
    return rx.el.form(
        _problem("rules"),
        rx.el.div(
            _number("notice", "Réserver au moins (heures avant)", view.notice_hours),
            _number("horizon", "Réserver au plus (jours à l’avance)", view.horizon_days),
            _number("cutoff", "Déplacer ou annuler jusqu’à (heures avant)", view.cutoff_hours),
            class_name="search-grid",
        ),
        rx.el.div(submit_button("Enregistrer les règles", kind=SECONDARY), class_name="row"),
        on_submit=State.save,
        no_validate=True,
        key=State.version,
        class_name="stack",
    )


def _closure_form() -> rx.Component:
    return rx.el.form(
        _problem("closure"),
        rx.el.div(
            text_field("day", "Jour à fermer", kind="date", default_value=""),
            text_field("reason", "Raison", default_value="", max_length=120, auto_complete="off"),
            class_name="search-grid",
        ),
        rx.el.div(submit_button("Fermer ce jour", kind=SECONDARY), class_name="row"),
        on_submit=State.close_day,
        no_validate=True,
        key=State.version,
        class_name="stack",
    )


def _number(name: str, label: str, value: str | rx.Var[str]) -> rx.Component:
    return text_field(
        name, label, input_mode="decimal", default_value=value, auto_complete="off", max_length=8
    )


def _holidays() -> rx.Component:
    return rx.el.details(
        rx.el.summary("Jours fériés, toujours fermés", class_name="ic ic-chevron-down"),
        rx.el.ul(
            rx.foreach(State.view.holidays, lambda day: rx.el.li(day, key=day)),
            class_name="plain-list",
        ),
        class_name="disclosure",
    )


def _day(day: DayView) -> rx.Component:
    return rx.el.div(
        rx.el.h3(day.title),
        rx.el.p(day.summary, class_name="muted small"),
        rx.el.p(day.slots, class_name="small"),
        class_name="slots-day",
        key=day.key,
    )
