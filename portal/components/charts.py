"""Yearly charts drawn with SVG rectangles, each with the same figures as a table."""

import reflex as rx

from portal.components.icons import category_icon
from portal.components.money import parts_svg
from portal.components.types import Rows, Text
from portal.views.shapes import CategoryBarView, MonthBarView

_HEADINGS = ("Assurance Maladie", "Mutuelle", "Reste à charge", "Total")


def chart_legend() -> rx.Component:
    """What the three colours mean."""
    return rx.el.ul(
        rx.el.li("Assurance Maladie", class_name="swatch swatch-ro"),
        rx.el.li("Mutuelle", class_name="swatch swatch-rc"),
        rx.el.li("Reste à charge", class_name="swatch swatch-remaining"),
        class_name="chart-legend",
    )


def month_chart(
    months: Rows, *, title: str, summary: Text, highest: Text, half: Text
) -> rx.Component:
    """Stacked columns by month (``MonthBarView``); ``highest`` and ``half`` label the scale."""
    return rx.el.figure(
        rx.el.figcaption(rx.el.h2(title), rx.el.p(summary, class_name="muted")),
        chart_legend(),
        rx.el.div(
            rx.el.p(highest, class_name="chart-scale"),
            rx.el.p(half, class_name="chart-scale chart-half"),
            rx.el.ol(rx.foreach(months, _column), class_name="columns"),
            class_name="chart",
            aria_hidden="true",
        ),
        _table(months, title, "Mois"),
        class_name="card figure-card",
    )


def _column(month: MonthBarView) -> rx.Component:
    bars = [
        rx.el.svg.rect(x="0", width="100%", y=y, height=height, class_name=f"part-{part}")
        for part, y, height in (
            ("ro", month.ro_y, month.ro_height),
            ("rc", month.rc_y, month.rc_height),
            ("remaining", month.remaining_y, month.remaining_height),
        )
    ]
    return rx.el.li(
        rx.el.svg(*bars, class_name="column"),
        rx.el.span(month.letter),
        key=month.key,
        title=f"{month.label}\u00a0: {month.total}",
    )


def category_chart(categories: Rows, *, title: str, summary: Text) -> rx.Component:
    """Horizontal bars by category of care (``CategoryBarView``), the largest first."""

    def row(item: CategoryBarView) -> rx.Component:
        return rx.el.li(
            category_icon(item.code),
            rx.el.span(item.label, class_name="bar-label"),
            rx.el.span(item.total, class_name="amount"),
            parts_svg(item),
            key=item.code,
        )

    return rx.el.figure(
        rx.el.figcaption(rx.el.h2(title), rx.el.p(summary, class_name="muted")),
        chart_legend(),
        rx.el.ul(rx.foreach(categories, row), class_name="bars"),
        _table(categories, title, "Catégorie"),
        class_name="card figure-card",
    )


def _table(rows: Rows, caption: str, first: str) -> rx.Component:
    def line(item: MonthBarView | CategoryBarView) -> rx.Component:
        return rx.el.tr(
            rx.el.th(item.label, scope="row"),
            rx.el.td(item.ro),
            rx.el.td(item.rc),
            rx.el.td(item.remaining),
            rx.el.td(item.total),
        )

    return rx.el.details(
        rx.el.summary("Voir les chiffres en tableau", class_name="ic ic-chevron-down"),
        rx.el.div(
            rx.el.table(
                rx.el.caption(caption, class_name="sr-only"),
                rx.el.thead(
                    rx.el.tr(
                        rx.el.th(first, scope="col"),
                        *[rx.el.th(heading, scope="col") for heading in _HEADINGS],
                    )
                ),
                rx.el.tbody(rx.foreach(rows, line)),
                class_name="table",
            ),
            class_name="table-wrap",
            tab_index=0,
            role="region",
            aria_label=f"{caption}, en tableau",
        ),
        class_name="disclosure",
    )
