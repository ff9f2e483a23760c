"""A member's new appointment."""

import reflex as rx

from portal.components.buttons import submit_button
from portal.components.cards import card
from portal.components.feedback import skeleton_list
from portal.components.forms import error_summary, field
from portal.components.layout import back_link, page_title
from portal.components.slots import (
    phone_again,
    radio_list,
    recap_list,
    slot_form,
    soonest_button,
)
from portal.components.steps import step_actions, steps_progress
from portal.domain.bookings import SLOTS_TOPIC, Kind, Medium
from portal.pages.bookings import PAGE
from portal.pages.frame import member_frame
from portal.pages.page import member_page
from portal.services.booking import LONGEST_DETAILS
from portal.settings import settings
from portal.state.appointment import HOW, RECAP, WHEN
from portal.state.appointment import AppointmentState as State
from portal.views.bookings import medium_options, reasons

_STEPS = 3


@member_page(
    f"{PAGE}/nouveau",
    "Prendre rendez-vous",
    on_load=[State.open],
    reload_when={SLOTS_TOPIC: State.reload},
)
def appointment() -> rx.Component:
    """How and why, when, and the number to call."""
    return member_frame(
        rx.el.div(
            back_link("Rendez-vous", PAGE),
            rx.cond(
                State.loaded,
                rx.match(
                    State.step,
                    (HOW, _step(HOW, "De quoi voulez-vous parler\u00a0?", _how())),
                    (WHEN, _step(WHEN, "Quand\u00a0?", _when())),
                    (RECAP, _step(RECAP, "Tout est bon\u00a0?", _recap())),
                    rx.fragment(),
                ),
                rx.fragment(page_title("Prendre rendez-vous"), skeleton_list(3)),
            ),
            class_name="steps-page",
        ),
        active=PAGE,
    )


def _step(number: int, title: str, content: rx.Component) -> rx.Component:
    return rx.fragment(
        steps_progress(str(number), _STEPS, title), card(error_summary(State.problem), content)
    )


def _how() -> rx.Component:
    options = medium_options(has_video=bool(settings().video_url))
    return rx.el.form(
        radio_list(
            "reason",
            "Votre sujet",
            [(code, label, "") for code, label in reasons(Kind.APPOINTMENT)],
            chosen=State.reason,
            error=State.faults["reason"],
        ),
        field(
            "details",
            "Quelques mots de plus (facultatif)",
            rx.el.textarea(
                id="details",
                name="details",
                default_value=State.details,
                max_length=LONGEST_DETAILS,
                rows="3",
                aria_describedby="details-aide",
                class_name="input",
            ),
            f"{LONGEST_DETAILS} caractères au plus, sans donnée médicale.",
            "",
        ),
        radio_list(
            "medium",
            "Comment nous rencontrer\u00a0?",
            options,
            chosen=State.medium,
            on_change=State.choose_medium,
        )
        if len(options) > 1
        else rx.fragment(),
        rx.cond(State.by_video, _consent(), rx.fragment()),
        step_actions(submit_button("Continuer")),
        on_submit=State.submit_how,
        no_validate=True,
    )


def _consent() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend("Ce que vous partagez"),
        rx.el.ul(
            rx.cond(
                State.medium == Medium.SCREEN.value,
                rx.el.li("Votre voix, et tout ce que montre la fenêtre que vous choisissez."),
                rx.el.li("Votre image et votre voix, quand vous les activez."),
            ),
            rx.el.li("Vous arrêtez le partage quand vous voulez. Rien n’est enregistré."),
            class_name="bullets",
        ),
        rx.cond(
            State.faults["consent"],
            rx.el.p(State.faults["consent"], id="consent-erreur", class_name="error ic ic-danger"),
            rx.fragment(),
        ),
        rx.el.label(
            rx.el.input(type="checkbox", name="consent", default_checked=State.consents),
            "J’accepte ce partage pendant ce rendez-vous.",
            class_name="check",
        ),
        class_name="choices consent",
    )


def _when() -> rx.Component:
    return slot_form(
        days=State.days,
        times=State.times,
        day=State.day,
        slot=State.slot,
        problem=State.slot_problem,
        others=State.others,
        on_day=State.choose_day,
        on_slot=State.choose_slot,
        on_other=State.take_other,
        on_submit=State.submit_slot,
        has_more=State.has_more_days,
        on_more=State.show_more_days,
        on_back=State.go_back(HOW),
        before=soonest_button(State.soonest_label, State.take_soonest),
    )


def _recap() -> rx.Component:
    return rx.el.form(
        recap_list(
            [
                ("Rendez-vous", State.what, State.go_back(HOW)),
                ("Sujet", State.reason_label, State.go_back(HOW)),
                ("Moment", State.slot_label, State.go_back(WHEN)),
            ]
        ),
        phone_again(State.faults["phone"], State.phone),
        step_actions(submit_button("Confirmer le rendez-vous"), State.go_back(WHEN)),
        on_submit=State.confirm,
        no_validate=True,
    )
