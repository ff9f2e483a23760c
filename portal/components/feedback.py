"""What the portal answers: alerts, toasts, empty states, skeletons, the expiry dialog."""

import reflex as rx

from portal.components.buttons import QUIET, SECONDARY, button
from portal.components.escape import escape_key
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


def toast(message: Text, on_close: Handler) -> rx.Component:
    """A short confirmation at the bottom, until closed; its region is always there to be read."""
    return rx.el.div(
        rx.cond(
            message,
            rx.el.div(
                rx.el.p(message, class_name="ic ic-success"),
                button("Fermer", kind=QUIET, size="small", on_click=on_close),
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


def unavailable(what: Text, on_retry: Handler) -> rx.Component:
    """Stands for a part of the page that cannot be read for now; the rest of it works."""
    return rx.el.div(
        rx.el.p("Momentanément indisponible", class_name="alert-title ic ic-warning"),
        rx.el.p(what, class_name="muted"),
        button(
            "Réessayer", kind=SECONDARY, size="small", icon_name="refresh-cw", on_click=on_retry
        ),
        role="status",
        class_name="unavailable",
    )


def skeleton_list(rows: int = 6, label: str = "Chargement en cours") -> rx.Component:
    """Grey rows in the shape of a list, while it loads."""
    return rx.el.div(
        rx.el.p(label, role="status", class_name="sr-only"),
        *[rx.el.div(class_name="skeleton-row") for _ in range(rows)],
        class_name="card card-flush skeleton",
    )


def dialog(
    opened: Flag,
    title: Text,
    *body: rx.Component,
    anchor: str,
    actions: list[rx.Component],
    kind: str = "alertdialog",
    on_escape: Handler = None,
) -> rx.Component:
    """A modal. Make the rest inert while it is open (``member_frame(dialog_open=...)``), and put
    ``auto_focus=True`` on its safest action. ``on_escape``: what the Escape key does."""
    return rx.cond(
        opened,
        rx.el.div(
            escape_key(on_escape) if on_escape is not None else rx.fragment(),
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
