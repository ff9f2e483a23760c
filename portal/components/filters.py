"""What narrows a list: search, filters, active filters, sort; and its pages."""

import reflex as rx

from portal.components.buttons import QUIET, SECONDARY, button
from portal.components.forms import search_field
from portal.components.types import Flag, Handler, Rows, Text
from portal.views.shapes import PageView


def filter_bar(
    *groups: rx.Component,
    search: Text,
    on_search: Handler,
    search_label: str,
    search_placeholder: str = "",
    active_count: rx.Var[int] | int = 0,
) -> rx.Component:
    """The search, always in sight, and the filters, folded behind "Filtrer"."""
    return rx.el.div(
        search_field(
            search_label, value=search, on_change=on_search, placeholder=search_placeholder
        ),
        rx.el.details(
            rx.el.summary(
                "Filtrer",
                rx.cond(
                    active_count,
                    rx.el.span(
                        active_count,
                        rx.el.span(" filtres actifs", class_name="sr-only"),
                        class_name="count",
                    ),
                    rx.fragment(),
                ),
                class_name="btn btn-secondary ic ic-chevron-down",
            ),
            rx.el.div(*groups, class_name="filter-panel card"),
            class_name="filter-fold",
        ),
        role="search",
        class_name="filters",
    )


def filter_grid(*fields: rx.Component) -> rx.Component:
    """Fields of the panel side by side where there is room."""
    return rx.el.div(*fields, class_name="filter-grid")


def active_filters(filters: Rows, on_remove: Handler, on_clear: Handler) -> rx.Component:
    """The filters in force (``ActiveFilterView``), each removable; ``on_remove(key)``."""
    return rx.cond(
        filters.length() > 0,
        rx.el.div(
            rx.foreach(
                filters,
                lambda item: rx.el.button(
                    item.label,
                    type="button",
                    class_name="chip chip-remove ic ic-x",
                    aria_label=f"Retirer le filtre {item.label}",
                    on_click=on_remove(item.key),
                    key=item.key,
                ),
            ),
            button("Effacer les filtres", kind=QUIET, size="small", on_click=on_clear),
            class_name="chips active-filters",
            role="group",
            aria_label="Filtres actifs",
        ),
        rx.fragment(),
    )


def list_head(result_label: Text, sort: rx.Component | None = None) -> rx.Component:
    """The count of results, read out when it changes, and the sort beside it."""
    return rx.el.div(
        rx.el.p(
            result_label,
            role="status",
            aria_live="polite",
            aria_atomic="true",
            class_name="result-count",
        ),
        sort if sort is not None else rx.fragment(),
        class_name="list-head",
    )


def pagination(
    page: PageView,
    *,
    on_previous: Handler,
    on_next: Handler,
    label: str = "Pages",
    busy: Flag = False,
) -> rx.Component:
    """ "Précédent", where one is, "Suivant" (a ``PageView``); nothing when there is one page."""
    return rx.cond(
        page.has_previous | page.has_next,
        rx.el.nav(
            button(
                "Précédent",
                kind=SECONDARY,
                icon_name="arrow-left",
                on_click=on_previous,
                disabled=~page.has_previous | busy,
            ),
            rx.el.p(page.label, aria_current="page"),
            rx.el.button(
                "Suivant",
                rx.icon("arrow-right", size=20, aria_hidden="true"),
                type="button",
                class_name="btn btn-secondary",
                on_click=on_next,
                disabled=~page.has_next | busy,
            ),
            class_name="pagination",
            aria_label=label,
        ),
        rx.fragment(),
    )
