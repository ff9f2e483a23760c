"""Asking to be called back, with or without an account."""

import reflex as rx

from portal.components.buttons import QUIET, SECONDARY, button, link_button, submit_button
from portal.components.cards import card
from portal.components.feedback import SUCCESS, alert, skeleton_list
from portal.components.forms import error_summary, text_field
from portal.components.layout import page_title
from portal.components.links import link, phone_link
from portal.components.slots import (
    phone_again,
    radio_list,
    recap_list,
    slot_form,
    soonest_button,
)
from portal.components.steps import step_actions, steps_progress
from portal.domain.bookings import SLOTS_TOPIC, Kind
from portal.pages.frame import public_frame
from portal.pages.page import public_page
from portal.settings import brand
from portal.state.callback import CONTACT, DONE, REASON, RECAP, SLOT
from portal.state.callback import CallbackState as State
from portal.views.bookings import reasons

_STEPS = 4


@public_page(
    "/rappel",
    "Je souhaite être rappelé",
    on_load=[State.open],
    reload_when={SLOTS_TOPIC: State.reload},
)
def callback() -> rx.Component:
    """Why, when, at which number; then what was booked."""
    return public_frame(
        rx.el.div(
            rx.cond(
                State.loaded,
                rx.match(
                    State.step,
                    (REASON, _step(REASON, "Pour quelle raison\u00a0?", _reason())),
                    (SLOT, _step(SLOT, "Quand vous appeler\u00a0?", _slot())),
                    (CONTACT, _step(CONTACT, "À quel numéro\u00a0?", _contact())),
                    (RECAP, _step(RECAP, "Tout est bon\u00a0?", _recap())),
                    (DONE, _booked()),
                    rx.fragment(),
                ),
                rx.fragment(page_title("Je souhaite être rappelé"), skeleton_list(3)),
            ),
            class_name="steps-page",
        )
    )


def _step(number: int, title: str, *content: rx.Component) -> rx.Component:
    return rx.fragment(
        rx.el.p("Je souhaite être rappelé", class_name="kicker"),
        steps_progress(str(number), _STEPS, title),
        card(
            error_summary(State.problem),
            *content,
            rx.el.div(
                rx.el.p("Vous préférez appeler\u00a0? ", phone_link()),
                rx.el.p(brand().phone_note, class_name="muted"),
                class_name="card-foot",
            ),
        ),
    )


def _reason() -> rx.Component:
    return rx.el.form(
        rx.el.p("Un conseiller vous rappelle à l’heure de votre choix. C’est gratuit."),
        radio_list(
            "reason",
            "Votre sujet",
            [(code, label, "") for code, label in reasons(Kind.CALLBACK)],
            chosen=State.reason,
        ),
        step_actions(submit_button("Continuer")),
        on_submit=State.submit_reason,
        no_validate=True,
    )


def _slot() -> rx.Component:
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
        on_back=State.go_back(REASON),
        before=soonest_button(State.soonest_label, State.take_soonest),
    )


def _contact() -> rx.Component:
    return rx.el.form(
        text_field(
            "name",
            "Votre nom et votre prénom",
            error=State.faults["name"],
            auto_complete="name",
            default_value=State.name,
            required=True,
            max_length=120,
        ),
        phone_again(State.faults["phone"], State.phone),
        rx.cond(
            State.own_email,
            rx.el.p(
                "La confirmation sera envoyée à ", rx.el.strong(State.own_email), class_name="muted"
            ),
            text_field(
                "email",
                "Votre adresse e-mail (facultatif)",
                hint="Pour recevoir la confirmation, et le lien pour déplacer ou annuler.",
                error=State.faults["email"],
                kind="email",
                auto_complete="email",
                auto_capitalize="none",
                spell_check=False,
                default_value=State.email,
                max_length=254,
            ),
        ),
        step_actions(submit_button("Continuer"), State.go_back(SLOT)),
        on_submit=State.submit_contact,
        no_validate=True,
    )


def _recap() -> rx.Component:
    return rx.fragment(
        recap_list(
            [
                ("Sujet", State.reason_label, State.go_back(REASON)),
                ("Moment", State.slot_label, State.go_back(SLOT)),
                ("Nom", State.name, State.go_back(CONTACT)),
                ("Téléphone", State.phone, State.go_back(CONTACT)),
            ]
        ),
        rx.cond(
            State.slot_problem,
            alert(State.slot_problem, tone="warning", live=True),
            rx.fragment(),
        ),
        rx.el.div(
            button("Confirmer le rappel", size="large", on_click=State.confirm),
            button("Précédent", kind=QUIET, on_click=State.go_back(CONTACT)),
            class_name="step-actions",
        ),
    )


def _booked() -> rx.Component:
    booked = State.booked
    return rx.fragment(
        page_title("Nous allons vous rappeler"),
        alert(booked.when, "Gardez votre téléphone près de vous.", tone=SUCCESS, live=True),
        card(
            rx.el.div(
                rx.el.p("Votre référence", class_name="muted"),
                rx.el.p(booked.reference, class_name="reference"),
            ),
            rx.el.p(
                "Au téléphone, nous ne vous demanderons jamais votre mot de passe ni un code.",
                class_name="muted",
            ),
            rx.el.div(
                link_button(
                    "Ajouter à mon agenda",
                    booked.calendar_href,
                    icon_name="calendar-plus",
                    reload=True,
                ),
                rx.cond(
                    State.follow_href,
                    link_button(
                        "Déplacer ou annuler", State.follow_href, kind=SECONDARY, reload=True
                    ),
                    link_button("Voir mes rendez-vous", "/rendez-vous", kind=SECONDARY),
                ),
                class_name="row",
            ),
            rx.cond(
                (State.follow_href != "") & (State.email == ""),
                rx.el.p(
                    "Sans adresse e-mail, vous ne recevrez pas de confirmation\u00a0: notez la "
                    "référence. Pour changer de moment plus tard, appelez-nous.",
                ),
                rx.fragment(),
            ),
            rx.el.p(booked.limit, class_name="muted"),
        ),
        rx.el.p(
            link("Revenir à l’accueil", href="/", class_name="link link-block"),
            rx.el.span(
                button("Demander un autre rappel", kind=QUIET, on_click=State.start_over),
            ),
            class_name="row",
        ),
    )
