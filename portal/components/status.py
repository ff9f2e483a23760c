"""Statuses: always an icon and words; and who acts next."""

import reflex as rx

from portal.components.types import Text
from portal.views.shapes import StatusView


def status_badge(code: Text, label: Text, tone: Text) -> rx.Component:
    """The status in words, with its icon and its tone."""
    return rx.el.span(label, class_name=f"badge badge-{tone} st st-{code}")


def next_actor_line(view: StatusView) -> rx.Component:
    """A ``StatusView`` in full: what it means, who acts next, by when."""
    return rx.el.div(
        status_badge(view.code, view.label, view.tone),
        rx.el.p(view.meaning),
        rx.cond(
            view.next_actor,
            rx.el.p(
                rx.el.span("Qui agit maintenant\u00a0: ", class_name="muted"),
                rx.el.strong(view.next_actor),
                rx.cond(view.due, rx.el.span(" · ", view.due), ""),
            ),
            rx.fragment(),
        ),
        rx.cond(view.late, rx.el.p("En retard", class_name="badge badge-danger ic ic-warning"), ""),
        class_name="status-line",
    )
