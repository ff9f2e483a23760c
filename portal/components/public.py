"""Blocks of the public pages: home, sign-in, lost and broken pages."""

import reflex as rx

from portal.components.icons import icon
from portal.components.illustrations import empty_illustration, horizon_illustration
from portal.components.links import link, phone_link
from portal.components.types import Flag, Handler, Rows, Text
from portal.settings import brand

CALLBACK = "/rappel?motif=connexion"  # for whoever cannot sign in or sign up


def ask_a_human(question: Text) -> rx.Component:
    """Where somebody may be stuck: a question, then the callback and the phone."""
    return rx.el.div(
        rx.el.p(question),
        link("Demandez à être rappelé", href=CALLBACK, class_name="link link-block"),
        rx.el.p("ou appelez-nous au\u00a0", phone_link()),
        class_name="ask muted",
    )


def hero(title: Text, lead: Text, *actions: rx.Component) -> rx.Component:
    """The home page's opening: what this is, and what to do first."""
    return rx.el.div(
        rx.el.div(
            rx.el.h1(title),
            rx.el.p(lead, class_name="lead"),
            rx.el.div(*actions, class_name="hero-actions"),
            class_name="hero-text",
        ),
        horizon_illustration(),
        class_name="hero",
    )


def benefits(items: list[tuple[str, str, str]]) -> rx.Component:
    """A few reasons: (lucide icon, title, sentence)."""
    return rx.el.ul(
        *[
            rx.el.li(
                rx.el.span(icon(name, 26), class_name="benefit-icon"),
                rx.el.h2(title),
                rx.el.p(text, class_name="muted"),
            )
            for name, title, text in items
        ],
        class_name="benefits",
    )


def phone_panel(title: Text = "Une question\u00a0? Parlez à un conseiller") -> rx.Component:
    """The phone number, large."""
    return rx.el.section(
        rx.el.span(icon("phone", 26), class_name="benefit-icon"),
        rx.el.div(
            rx.el.h2(title, id="telephone"),
            phone_link(class_name="phone-number nowrap"),
            rx.el.p(brand().phone_note, class_name="muted"),
        ),
        aria_labelledby="telephone",
        class_name="card panel",
    )


def notice_panel(
    title: Text, text: Text, *more: rx.Component, icon_name: str = "shield-alert"
) -> rx.Component:
    """A standing warning, for instance against phishing."""
    return rx.el.section(
        rx.el.span(icon(icon_name, 26), class_name="benefit-icon"),
        rx.el.div(
            rx.el.h2(title, id=f"avis-{icon_name}"),
            rx.el.p(text, class_name="muted"),
            *more,
        ),
        aria_labelledby=f"avis-{icon_name}",
        class_name="card panel",
    )


def demo_box(
    title: str, text: str, *children: rx.Component, anchor: str = "demonstration"
) -> rx.Component:
    """What is there in a demonstration only."""
    return rx.el.section(
        rx.el.p("Démonstration", class_name="demo-tag"),
        rx.el.h2(title, id=anchor),
        rx.el.p(text, class_name="muted"),
        *children,
        aria_labelledby=anchor,
        class_name="demo",
    )


def demo_panel(people: Rows, staff: Rows, on_enter: Handler, busy: Flag = False) -> rx.Component:
    """Demonstration only: one button a person (``DemoMember``); ``on_enter(account_id)``."""

    def person(one: rx.Var) -> rx.Component:
        return rx.el.li(
            rx.el.button(
                rx.el.span("Entrer comme ", one.name, class_name="demo-name"),
                rx.el.span(one.description, class_name="muted small"),
                type="button",
                class_name="demo-person ic ic-chevron-right",
                on_click=on_enter(one.account_id),
                disabled=busy,
            ),
            key=one.account_id,
        )

    return rx.fragment(
        demo_box(
            "Essayer sans compte",
            "Ces personnes sont inventées. Choisissez qui vous voulez être.",
            rx.el.ul(rx.foreach(people, person), class_name="demo-people"),
        ),
        rx.cond(
            staff.length() > 0,
            demo_box(
                "Côté équipe",
                "Ceux qui répondent aux adhérents. Leurs réponses arrivent aussitôt.",
                rx.el.ul(rx.foreach(staff, person), class_name="demo-people"),
                anchor="demonstration-equipe",
            ),
            rx.fragment(),
        ),
    )


def message_page(title: Text, text: Text, *actions: rx.Component) -> rx.Component:
    """A whole page that says one thing: not found, broken, signed out."""
    return rx.el.div(
        empty_illustration(),
        rx.el.h1(title),
        rx.el.p(text, class_name="lead"),
        rx.el.div(*actions, class_name="row empty-actions"),
        rx.el.p(
            "Vous pouvez aussi nous appeler au\u00a0",
            phone_link(),
            ". ",
            brand().phone_note,
            class_name="muted",
        ),
        class_name="message-page",
    )
