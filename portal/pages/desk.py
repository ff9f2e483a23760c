"""The staff's queue of messages."""

import reflex as rx

from portal.components.address import address_sync
from portal.components.buttons import SECONDARY, button
from portal.components.desk import fresh_bar, queue_list, selection_bar
from portal.components.feedback import empty_state, skeleton_list
from portal.components.filters import (
    active_filters,
    filter_bar,
    filter_grid,
    list_head,
    pagination,
)
from portal.components.forms import select_field
from portal.components.layout import page_title
from portal.domain.conversations import LIVE_TOPIC
from portal.pages.frame import staff_frame
from portal.pages.page import staff_page
from portal.state.desk import DeskState as State
from portal.views.desk import MESSAGES, status_options, whose_options


@staff_page(MESSAGES, "Messages", on_load=[State.load], reload_when={LIVE_TOPIC: State.reload})
def desk() -> rx.Component:
    """What is due first, filtered, searched, taken and handed on."""
    return staff_frame(
        address_sync(State.query),
        page_title("Messages", "Les plus pressés d’abord."),
        rx.cond(State.loaded, _queue(), skeleton_list(8)),
        active=MESSAGES,
    )


def _queue() -> rx.Component:
    return rx.el.div(
        _filters(),
        active_filters(State.active, State.remove_filter, State.clear_filters),
        list_head(State.page.result_label),
        fresh_bar(State.fresh, State.refresh),
        rx.cond(
            State.rows.length() > 0,
            rx.fragment(
                queue_list(
                    State.rows,
                    on_take=State.take_one,
                    on_select=State.select,
                    version=State.version,
                ),
                pagination(State.page, on_previous=State.previous_page, on_next=State.next_page),
            ),
            rx.el.div(_nothing(), class_name="card"),
        ),
        selection_bar(
            State.selected,
            State.targets,
            State.target,
            on_take=State.take_selected,
            on_target=State.choose_target,
            on_move=State.move_selected,
            on_clear=State.clear_selection,
        ),
        class_name="stack",
    )


def _filters() -> rx.Component:
    return filter_bar(
        filter_grid(
            select_field(
                "equipe", "Équipe", State.teams, value=State.team, on_change=State.set_team
            ),
            select_field(
                "attribution",
                "Attribuées",
                whose_options(),
                value=State.whose,
                on_change=State.set_whose,
            ),
            select_field(
                "etat", "État", status_options(), value=State.status, on_change=State.set_status
            ),
        ),
        rx.el.p(
            button(
                rx.cond(State.late, "Montrer aussi ce qui est à l’heure", "En retard seulement"),
                kind=SECONDARY,
                size="small",
                on_click=State.toggle_late,
            )
        ),
        search=State.search,
        on_search=State.set_search,
        search_label="Rechercher une conversation",
        search_placeholder="Référence, nom ou n° d’adhérent…",
        active_count=State.active.length(),
    )


def _nothing() -> rx.Component:
    return rx.cond(
        (State.active.length() > 0) | (State.search != ""),
        empty_state(
            "Aucune conversation ne correspond",
            "Retirez un filtre, ou cherchez autrement.",
            button("Effacer les filtres", kind=SECONDARY, on_click=State.clear_filters),
        ),
        empty_state(
            "Tout est traité",
            "Aucun message n’attend de réponse. Les prochains apparaîtront ici d’eux-mêmes.",
        ),
    )
