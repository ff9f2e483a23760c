"""The bell in the header, and the list that it leads to."""

import reflex as rx

from portal.components.icons import icon
from portal.components.links import link
from portal.components.types import Handler, Rows, Text
from portal.domain.notifications import Topic
from portal.views.notifications import NotificationView

PAGE = "/notifications"

_ICONS = {
    Topic.REIMBURSEMENT: "receipt-euro",
    Topic.DOCUMENT: "file-text",
    Topic.DOSSIER: "folder-open",
    Topic.MESSAGE: "message-square",
    Topic.APPOINTMENT: "calendar-clock",
    Topic.CONTRIBUTION: "wallet",
    Topic.SECURITY: "shield-alert",
}


def bell(badge: Text, spoken: Text, *, current: bool) -> rx.Component:
    """The way to the notifications, with how many are unread; ``spoken`` is read out."""
    here = {"aria_current": "page"} if current else {}
    return rx.el.div(
        link(
            icon("bell", 24),
            rx.el.span("Notifications", class_name="bell-word"),
            rx.cond(
                badge,
                rx.el.span(
                    badge,
                    rx.el.span(" non lues", class_name="sr-only"),
                    class_name="bell-count",
                ),
                rx.fragment(),
            ),
            href=PAGE,
            class_name="bell",
            **here,
        ),
        rx.el.p(spoken, role="status", class_name="sr-only"),
        class_name="bell-place",
    )


def notification_list(rows: Rows, on_open: Handler) -> rx.Component:
    """Notifications (``NotificationView``), newest first; ``on_open(id)`` beside the link."""

    def line(row: NotificationView) -> rx.Component:
        return rx.el.li(
            rx.el.span(
                rx.match(
                    row.topic,
                    *[(topic.value, icon(name)) for topic, name in _ICONS.items()],
                    icon("bell"),
                ),
                class_name="notice-icon",
            ),
            rx.el.div(
                rx.el.div(
                    link(
                        row.title,
                        href=row.href,
                        on_click=on_open(row.id),
                        class_name="notice-title",
                    ),
                    rx.cond(
                        row.is_unread,
                        rx.el.span("Non lue", class_name="badge badge-info notice-unread"),
                        rx.fragment(),
                    ),
                    class_name="notice-head",
                ),
                rx.el.p(row.body),
                rx.el.p(row.when, class_name="muted small"),
                class_name="notice-text",
            ),
            class_name=rx.cond(row.is_unread, "notice notice-new", "notice"),
            key=row.id,
        )

    return rx.el.ul(rx.foreach(rows, line), class_name="notices", aria_label="Vos notifications")
