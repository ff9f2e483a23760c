"""The member's home: what to do first, then money, contracts and shortcuts."""

import reflex as rx

from portal.components.buttons import link_button
from portal.components.icons import icon, sprite
from portal.components.links import link
from portal.components.money import amount
from portal.components.types import Rows, Text
from portal.views.shapes import ContractView, ContributionView, TaskView


def task_list(tasks: Rows) -> rx.Component:
    """Things to do (``TaskView``), each with one action."""

    def task(item: TaskView) -> rx.Component:
        return rx.el.li(
            sprite(f"task-icon {item.icon}"),
            rx.el.div(
                rx.el.h3(item.title),
                rx.el.p(item.detail),
                class_name="task-text",
            ),
            link_button(
                item.action_label,
                item.href,
                aria_label=f"{item.action_label}\u00a0: {item.title}",
            ),
            class_name="task card",
            key=item.id,
        )

    return rx.el.ul(rx.foreach(tasks, task), class_name="tasks")


def nothing_to_do(text: Text) -> rx.Component:
    """Said when the list of things to do is empty."""
    return rx.el.p(text, class_name="all-done card ic ic-success")


def contribution_card(view: ContributionView) -> rx.Component:
    """The next contribution due (``ContributionView``)."""
    return rx.el.div(
        rx.el.p(view.due, class_name="muted"),
        amount(view.amount, size="large"),
        rx.el.p(view.contract),
        class_name="card contribution",
    )


_PRODUCT_ICONS = {
    "sante": "heart-pulse",
    "prevoyance": "umbrella",
    "auto": "car",
    "habitation": "house",
    "rc": "scale",
}


def contract_list(contracts: Rows) -> rx.Component:
    """Contracts (``ContractView``), one line each."""

    def contract(item: ContractView) -> rx.Component:
        return rx.el.li(
            rx.el.span(
                rx.match(
                    item.product,
                    *[(code, icon(name)) for code, name in _PRODUCT_ICONS.items()],
                    icon("file-text"),
                ),
                class_name="product",
            ),
            rx.el.div(
                rx.el.p(item.product_label, " · ", item.plan, class_name="contract-title"),
                rx.el.p("Contrat n°\u00a0", item.number, class_name="muted small"),
            ),
            key=item.id,
        )

    return rx.el.ul(rx.foreach(contracts, contract), class_name="contracts")


def shortcuts(items: list[tuple[str, str, str]]) -> rx.Component:
    """Shortcuts: (label, href, lucide icon)."""
    return rx.el.ul(
        *[
            rx.el.li(link(icon(name, 24), rx.el.span(label), href=href, class_name="shortcut"))
            for label, href, name in items
        ],
        class_name="shortcuts",
    )
