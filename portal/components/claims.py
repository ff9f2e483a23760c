"""The list of reimbursements: one list that is cards on a phone and columns on a wide screen."""

import reflex as rx

from portal.components.icons import category_icon
from portal.components.links import link
from portal.components.money import amount, money_bar
from portal.components.status import status_badge
from portal.components.types import Rows, Text
from portal.views.shapes import ClaimRowView, TotalsView

COLUMNS = ("Soin", "Statut", "Dépense", "Assurance Maladie", "Mutuelle", "Reste à charge")


def claim_row(row: ClaimRowView) -> rx.Component:
    """One line (``ClaimRowView``): nine elements; the labels of amounts are attributes."""
    return rx.el.li(
        category_icon(row.category),
        rx.el.div(
            link(row.title, href=row.href, class_name="claim-title"),
            rx.el.p(row.subtitle, class_name="claim-sub"),
        ),
        rx.el.p(
            status_badge(row.status, row.status_label, row.tone),
            row.next_actor,
            class_name="claim-status",
        ),
        _figure("Dépense", row.expense, "claim-expense"),
        _figure("Assurance Maladie", row.ro, "claim-ro"),
        _figure("Mutuelle", row.rc, "claim-rc"),
        _figure("Reste à charge", row.remaining, "claim-remaining", "reste"),
        class_name="claim",
        key=row.slot,
        custom_attrs={"data-group": row.group},
    )


def _figure(label: str, text: Text, class_name: str, short: str = "") -> rx.Component:
    attributes = {"data-label": label}
    if short:
        attributes["data-short"] = short
    return rx.el.span(text, class_name=f"figure {class_name}", custom_attrs=attributes)


def _caption() -> rx.Component:
    return rx.el.p(
        "À droite\u00a0: ce que paie votre mutuelle, puis ce qui reste à votre charge.",
        class_name="claims-caption",
    )


def claim_list(rows: Rows, label: Text = "Vos remboursements") -> rx.Component:
    """The lines, with column headings that only a wide screen shows."""
    return rx.el.div(
        rx.el.div(
            rx.el.span(),
            *[rx.el.span(column) for column in COLUMNS],
            class_name="claims-head",
            aria_hidden="true",
        ),
        _caption(),
        rx.el.ul(rx.foreach(rows, claim_row), class_name="claims", aria_label=label),
        class_name="claims-box card card-flush",
    )


def claim_shortlist(rows: Rows, label: Text = "Vos derniers remboursements") -> rx.Component:
    """A few lines, always as cards: for the dashboard."""
    return rx.fragment(
        _caption(),
        rx.el.ul(rx.foreach(rows, claim_row), class_name="claims claims-short", aria_label=label),
    )


def totals_strip(view: TotalsView) -> rx.Component:
    """The sums of the lines shown (``TotalsView``): what was spent, and who paid it."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Vos dépenses", class_name="label"),
            amount(view.expense, size="hero"),
            rx.el.p(view.count_label, class_name="muted small"),
            class_name="totals-figure",
        ),
        money_bar(view.bar),
        class_name="card totals",
        aria_label="Totaux",
    )
