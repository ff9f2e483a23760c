"""Amounts, and the bar that says who pays what."""

import reflex as rx

from portal.components.glossary import term
from portal.components.types import Rows, Text
from portal.views.shapes import AmountExplainedView, CategoryBarView, MoneyBarView

RO_LABEL = "Assurance Maladie"
RC_LABEL = "Votre mutuelle"
REMAINING_LABEL = "Reste à votre charge"


def amount(text: Text, *, size: str = "") -> rx.Component:
    """An amount in tabular figures that never breaks. ``size``: "", "large" or "hero"."""
    return rx.el.span(text, class_name=f"amount amount-{size}" if size else "amount")


def parts_svg(parts: MoneyBarView | CategoryBarView, *, class_name: str = "bar") -> rx.Component:
    """The three parts side by side, from a view that has their starts and widths."""
    return rx.el.svg(
        rx.el.svg.rect(x="0", y="0", height="100%", width=parts.ro_width, class_name="part-ro"),
        rx.el.svg.rect(
            x=parts.rc_start, y="0", height="100%", width=parts.rc_width, class_name="part-rc"
        ),
        rx.el.svg.rect(
            x=parts.remaining_start,
            y="0",
            height="100%",
            width=parts.remaining_width,
            class_name="part-remaining",
        ),
        class_name=class_name,
        aria_hidden="true",
        focusable="false",
    )


def _legend_item(part: str, label: Text, text: Text) -> rx.Component:
    return rx.el.div(
        rx.el.dt(label, class_name=f"swatch swatch-{part}"),
        rx.el.dd(text, class_name="amount"),
    )


def money_bar(view: MoneyBarView) -> rx.Component:
    """A ``MoneyBarView``: the bar, and its legend in words and amounts."""
    return rx.el.div(
        parts_svg(view),
        rx.el.dl(
            _legend_item("ro", RO_LABEL, view.ro),
            _legend_item("rc", RC_LABEL, view.rc),
            _legend_item("remaining", REMAINING_LABEL, view.remaining),
            class_name="legend",
        ),
        class_name="money-bar",
    )


# The word of the glossary that each amount is about, by its ``key``.
_WORDS = {"base": "br", "ro": "ro", "rc": "rc", "deduction": "participation", "remaining": "rac"}


def _word_of(key: Text) -> rx.Component | rx.Var:
    return rx.match(key, *[(of, term(code)) for of, code in _WORDS.items()], rx.fragment())


def explained_amounts(rows: Rows) -> rx.Component:
    """Amounts (``AmountExplainedView``) that unfold into their computation."""

    def row(item: AmountExplainedView) -> rx.Component:
        return rx.el.details(
            rx.el.summary(
                rx.el.span(item.label, class_name=f"swatch swatch-{item.part}"),
                rx.el.span(item.amount, class_name="amount"),
                class_name="ic ic-chevron-down",
            ),
            rx.el.p(item.explanation, " ", _word_of(item.key), class_name="prose"),
            key=item.key,
        )

    return rx.el.div(rx.foreach(rows, row), class_name="explained")
