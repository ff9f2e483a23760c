"""Short lists of the staff's pages: what something is, its details, where it stands."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from portal.components.links import link
from portal.components.types import Rows, Text


def record_list(
    rows: Rows, label: Text, *, empty: str, action: Callable[[Any], rx.Component] | None = None
) -> rx.Component:
    """A list of ``RecordView``; ``action(row)``: what can be done with one; ``empty``: said so."""
    return rx.cond(
        rows.length() > 0,
        rx.el.ul(
            rx.foreach(rows, lambda row: _record(row, action)),
            class_name="records",
            aria_label=label,
        ),
        rx.el.p(empty, class_name="records-empty muted"),
    )


def _record(row: Any, action: Callable[[Any], rx.Component] | None) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.cond(
                row.href != "",
                link(row.title, href=row.href, class_name="link record-title"),
                rx.el.p(row.title, class_name="record-title"),
            ),
            rx.el.p(row.detail, class_name="muted small"),
            class_name="record-text",
        ),
        rx.cond(
            row.badge != "",
            rx.el.span(row.badge, class_name=f"badge badge-{row.tone} record-badge"),
            rx.fragment(),
        ),
        action(row) if action else rx.fragment(),
        class_name="record",
        key=row.key,
    )
