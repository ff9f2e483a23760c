"""Figures of the staff: large numbers, columns by day, bars; each chart has its table."""

import reflex as rx

from portal.components.types import Rows, Text
from portal.views.statistics import BarRowView, FigureView


def figure_grid(figures: Rows) -> rx.Component:
    """Large figures (``FigureView``) with what they are above, and what they count below."""

    def box(one: FigureView) -> rx.Component:
        return rx.el.div(
            rx.el.dt(one.label, class_name="muted"),
            rx.el.dd(one.value, class_name="figure-value"),
            rx.el.dd(one.note, class_name="muted small"),
            class_name="card figure-box",
            key=one.key,
        )

    return rx.el.dl(rx.foreach(figures, box), class_name="figures")


def column_chart(
    rows: Rows, *, title: str, summary: Text, first: Text, last: Text, head: tuple[str, str]
) -> rx.Component:
    """Columns side by side (``BarRowView``); ``first`` and ``last`` name the ends of the scale."""

    def column(one: BarRowView) -> rx.Component:
        return rx.el.li(
            rx.el.svg(
                rx.el.svg.rect(x="0", width="100%", y=one.y, height=one.height),
                class_name="day-column",
            ),
            key=one.key,
            title=f"{one.label}\u00a0: {one.value}",
        )

    return _figure(
        title,
        summary,
        rx.el.div(
            rx.el.ol(rx.foreach(rows, column), class_name="day-columns"),
            rx.el.p(rx.el.span(first), rx.el.span(last), class_name="day-scale"),
            aria_hidden="true",
        ),
        _table(rows, title, head),
    )


def bar_chart(
    rows: Rows, *, title: str, summary: Text, head: tuple[str, str], empty: str = ""
) -> rx.Component:
    """Bars one under the other (``BarRowView``), each with its words: it is its own table."""

    def row(one: BarRowView) -> rx.Component:
        return rx.el.li(
            rx.el.div(
                rx.el.span(one.label, class_name="bar-label"),
                rx.el.span(one.value, class_name="amount"),
                class_name="bar-row-head",
            ),
            rx.el.svg(
                rx.el.svg.rect(x="0", y="0", height="100%", width=one.width),
                class_name="plain-bar",
                aria_hidden="true",
                focusable="false",
            ),
            key=one.key,
        )

    return _figure(
        title,
        summary,
        rx.cond(
            rows.length() > 0,
            rx.fragment(
                rx.el.ul(rx.foreach(rows, row), class_name="bar-rows"), _table(rows, title, head)
            ),
            rx.el.p(empty, class_name="muted"),
        ),
    )


def _figure(title: str, summary: Text, *content: rx.Component) -> rx.Component:
    return rx.el.figure(
        rx.el.figcaption(
            rx.el.h2(title),
            rx.cond(summary, rx.el.p(summary, class_name="muted"), rx.fragment()),
        ),
        *content,
        class_name="card figure-card",
    )


def _table(rows: Rows, caption: str, head: tuple[str, str]) -> rx.Component:
    return rx.el.details(
        rx.el.summary("Voir les chiffres en tableau", class_name="ic ic-chevron-down"),
        rx.el.div(
            rx.el.table(
                rx.el.caption(caption, class_name="sr-only"),
                rx.el.thead(rx.el.tr(*[rx.el.th(text, scope="col") for text in head])),
                rx.el.tbody(
                    rx.foreach(
                        rows,
                        lambda one: rx.el.tr(
                            rx.el.th(one.label, scope="row"), rx.el.td(one.value), key=one.key
                        ),
                    )
                ),
                class_name="table",
            ),
            class_name="table-wrap",
            tab_index=0,
            role="region",
            aria_label=f"{caption}, en tableau",
        ),
        class_name="disclosure",
    )
