"""What the portal answers: alerts, empty and failed states, skeletons, the expiry dialog."""

import reflex as rx

from portal.components.buttons import SECONDARY, button
from portal.components.illustrations import empty_illustration
from portal.components.types import Flag, Handler, Rows, Text

INFO, SUCCESS, WARNING, DANGER = "info", "success", "warning", "danger"


def alert(
    title: Text, *body: rx.Component | Text, tone: str = INFO, live: bool = False
) -> rx.Component:
    """A framed message. ``live``: read out when it appears (``danger`` at once)."""
    props = {"role": "alert" if tone == DANGER else "status"} if live else {}
    return rx.el.div(
        rx.el.div(
            rx.el.p(title, class_name="alert-title"),
            *[item if isinstance(item, rx.Component) else rx.el.p(item) for item in body],
        ),
        class_name=f"alert alert-{tone} ic ic-{tone}",
        **props,
    )


def outage_banner(message: Text) -> rx.Component:
    """A band above the page, shown when there is something to say."""
    return rx.cond(
        message,
        rx.el.div(rx.el.p(message, class_name="ic ic-warning"), class_name="outage", role="status"),
        rx.fragment(),
    )


def toast(message: Text, on_close: Handler) -> rx.Component:
    """A short confirmation at the bottom, until closed; its region is always there to be read."""
    return rx.el.div(
        rx.cond(
            message,
            rx.el.div(
                rx.el.p(message, class_name="ic ic-success"),
                button("Fermer", kind="quiet", size="small", on_click=on_close),
                class_name="toast",
            ),
            rx.fragment(),
        ),
        role="status",
        aria_live="polite",
        class_name="toasts no-print",
    )


def empty_state(title: Text, text: Text, *actions: rx.Component) -> rx.Component:
    """Nothing to show: says why, and what to do instead."""
    return rx.el.div(
        empty_illustration(),
        rx.el.h2(title),
        rx.el.p(text, class_name="muted"),
        rx.el.div(*actions, class_name="row empty-actions") if actions else rx.fragment(),
        class_name="empty",
    )


def error_state(
    on_retry: Handler,
    *actions: rx.Component,
    title: Text = "Nous n’arrivons pas à afficher cette page",
    text: Text = "C’est de notre fait. Vos données sont intactes\u00a0: réessayez dans un instant.",
) -> rx.Component:
    """Something failed on our side: says so, and offers to try again."""
    return rx.el.div(
        empty_illustration(),
        rx.el.h2(title),
        rx.el.p(text, class_name="muted"),
        rx.el.div(
            button("Réessayer", on_click=on_retry, icon_name="rotate-cw"),
            *actions,
            class_name="row empty-actions",
        ),
        class_name="empty",
        role="alert",
    )


def skeleton_list(rows: int = 6, label: str = "Chargement en cours") -> rx.Component:
    """Grey rows in the shape of a list, while it loads."""
    return rx.el.div(
        rx.el.p(label, role="status", class_name="sr-only"),
        *[rx.el.div(class_name="skeleton-row") for _ in range(rows)],
        class_name="card card-flush skeleton",
    )


def skeleton_block(height_class: str = "skeleton-block") -> rx.Component:
    """One grey block, in place of a card that loads."""
    return rx.el.div(class_name=f"skeleton {height_class}", aria_hidden="true")


def dialog(
    opened: Flag,
    title: Text,
    *body: rx.Component,
    anchor: str,
    actions: list[rx.Component],
    kind: str = "alertdialog",
) -> rx.Component:
    """A modal. Make the rest inert while it is open (``member_page(inert=...)``), and put
    ``auto_focus=True`` on its safest action."""
    return rx.cond(
        opened,
        rx.el.div(
            rx.el.div(
                rx.el.h2(title, id=f"{anchor}-titre"),
                rx.el.div(*body, id=f"{anchor}-texte", class_name="prose"),
                rx.el.div(*actions, class_name="dialog-actions"),
                role=kind,
                aria_modal="true",
                aria_labelledby=f"{anchor}-titre",
                aria_describedby=f"{anchor}-texte",
                class_name="dialog",
            ),
            class_name="scrim",
        ),
        rx.fragment(),
    )


def session_expiry_dialog(
    opened: Flag, remaining: Text, on_extend: Handler, sign_out: rx.Component
) -> rx.Component:
    """Warns before the idle sign-out. ``remaining``: "2 minutes"; ``sign_out``: a form."""
    return dialog(
        opened,
        "Êtes-vous toujours là\u00a0?",
        rx.el.p(
            "Pour protéger vos données, vous serez déconnecté dans ",
            rx.el.strong(remaining, class_name="nowrap"),
            ".",
        ),
        rx.el.p("Ce que vous avez saisi est conservé.", class_name="muted"),
        anchor="expiration",
        actions=[
            button("Rester connecté", on_click=on_extend, auto_focus=True),
            sign_out,
        ],
    )


def retry_button(on_retry: Handler) -> rx.Component:
    """The plain "Réessayer" button."""
    return button("Réessayer", kind=SECONDARY, on_click=on_retry, icon_name="rotate-cw")


def detail_list(rows: Rows) -> rx.Component:
    """Labels and values (``FactView``), as a description list."""
    return rx.el.div(
        rx.el.dl(
            rx.foreach(
                rows,
                lambda fact: rx.fragment(
                    rx.el.dt(fact.label), rx.el.dd(fact.value), key=fact.label
                ),
            ),
            class_name="facts",
        ),
        class_name="facts-box",
    )
