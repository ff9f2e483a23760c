"""The staff's queue: one list that is cards on a phone and columns on a wide screen."""

import reflex as rx

from portal.components.buttons import PRIMARY, QUIET, SECONDARY, button
from portal.components.forms import select_field
from portal.components.links import link
from portal.components.types import Handler, Rows, Text
from portal.views.desk import CountView, QueueRowView

_COLUMNS = ("", "Message", "Équipe", "Réponse promise", "Qui s’en occupe")


def queue_list(rows: Rows, *, on_take: Handler, on_select: Handler, version: Text) -> rx.Component:
    """The rows (``QueueRowView``). ``on_select(id, ticked)``; ``version``: see ``DeskState``."""
    return rx.el.div(
        rx.el.div(
            *[rx.el.span(column) for column in _COLUMNS],
            class_name="queue-head",
            aria_hidden="true",
        ),
        rx.el.ul(
            rx.foreach(rows, lambda row: _row(row, on_take, on_select, version)),
            class_name="queue",
            aria_label="Conversations",
            id="file",
            tab_index=-1,
        ),
        class_name="queue-box card card-flush",
    )


def _row(row: QueueRowView, on_take: Handler, on_select: Handler, version: Text) -> rx.Component:
    return rx.el.li(
        rx.el.label(
            rx.el.input(
                type="checkbox",
                default_checked=False,
                on_change=lambda ticked: on_select(row.id, ticked),
                key=version,
                aria_label=f"Sélectionner {row.reference}",
            ),
            class_name="queue-tick",
        ),
        rx.el.div(
            rx.el.p(
                rx.cond(
                    row.unread,
                    rx.el.span(
                        rx.el.span(row.unread, class_name="sr-only"), class_name="queue-unread"
                    ),
                    rx.fragment(),
                ),
                link(row.title, href=row.href, class_name="queue-title"),
            ),
            rx.el.p(row.member, " · ", row.reference, class_name="queue-sub"),
            class_name="queue-what",
        ),
        rx.el.p(row.team, class_name="queue-team"),
        rx.el.p(
            rx.el.span(row.due, class_name=f"badge badge-{row.tone} nowrap"),
            rx.el.span("Écrit ", row.age, class_name="queue-age nowrap"),
            class_name="queue-due",
        ),
        rx.el.div(
            rx.cond(
                row.is_free,
                rx.cond(
                    row.is_waiting,
                    button(
                        "M’attribuer",
                        kind=SECONDARY,
                        size="small",
                        on_click=on_take(row.id),
                        aria_label=f"M’attribuer {row.reference}",
                    ),
                    rx.fragment(),
                ),
                rx.el.p(row.whose, class_name="queue-whose"),
            ),
            class_name="queue-who",
        ),
        class_name=rx.cond(row.unread, "queue-row queue-row-unread", "queue-row"),
        key=row.id,
    )


def fresh_bar(label: Text, on_refresh: Handler) -> rx.Component:
    """ "3 nouveaux messages – Actualiser", said politely; its region is always there."""
    return rx.el.div(
        rx.cond(
            label,
            rx.el.div(
                rx.el.p(label),
                button(
                    "Actualiser",
                    size="small",
                    kind=PRIMARY,
                    icon_name="refresh-cw",
                    on_click=on_refresh,
                ),
                class_name="fresh",
            ),
            rx.fragment(),
        ),
        role="status",
        aria_live="polite",
    )


def selection_bar(
    label: Text,
    teams: Rows,
    target: Text,
    *,
    on_take: Handler,
    on_target: Handler,
    on_move: Handler,
    on_clear: Handler,
) -> rx.Component:
    """What can be done with the rows that are ticked; there while some are."""
    return rx.cond(
        label,
        rx.el.div(
            rx.el.p(label, class_name="selection-count", role="status"),
            button("M’attribuer", kind=SECONDARY, size="small", on_click=on_take),
            rx.el.div(
                select_field(
                    "vers",
                    "Transférer à une équipe",
                    teams,
                    value=target,
                    on_change=on_target,
                    label_hidden=True,
                ),
                button(
                    "Transférer",
                    kind=SECONDARY,
                    size="small",
                    on_click=on_move,
                    disabled=target == "",
                ),
                class_name="selection-move",
            ),
            button("Tout désélectionner", kind=QUIET, size="small", on_click=on_clear),
            role="group",
            aria_label="Avec les conversations sélectionnées",
            class_name="selection card",
        ),
        rx.fragment(),
    )


def urgent_list(rows: Rows) -> rx.Component:
    """The first of the queue (``QueueRowView``), to begin with."""
    return rx.el.ul(
        rx.foreach(
            rows,
            lambda row: rx.el.li(
                rx.el.div(
                    link(row.title, href=row.href, class_name="queue-title"),
                    rx.el.p(row.member, " · ", row.team, class_name="queue-sub"),
                ),
                rx.el.span(row.due, class_name=f"badge badge-{row.tone} nowrap"),
                class_name="urgent",
                key=row.id,
            ),
        ),
        class_name="urgents",
        aria_labelledby="presses",
    )


def count_tiles(counts: Rows) -> rx.Component:
    """The figures of the home (``CountView``), each a link to where it is dealt with."""

    def tile(count: CountView) -> rx.Component:
        return rx.el.li(
            link(
                rx.el.span(count.figure, class_name="tile-figure"),
                rx.el.span(count.label, class_name="tile-label"),
                href=count.href,
                class_name=f"tile card tile-{count.tone}",
            ),
            key=count.key,
        )

    return rx.el.ul(rx.foreach(counts, tile), class_name="tiles", aria_label="Ce qui attend")
