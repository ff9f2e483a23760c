"""The list of reimbursements."""

import reflex as rx

from portal.components.address import address_sync
from portal.components.buttons import QUIET, SECONDARY, button, link_button
from portal.components.claims import claim_list, totals_strip
from portal.components.feedback import empty_state, skeleton_list
from portal.components.filters import (
    active_filters,
    filter_bar,
    filter_grid,
    list_head,
    pagination,
)
from portal.components.forms import chip_choices, date_field, select_field, text_field
from portal.components.layout import page_title
from portal.pages.frame import member_frame
from portal.pages.page import member_page
from portal.settings import backend
from portal.state.claims import ClaimsState
from portal.views.claims import CUSTOM_PERIOD, payee_options, sort_options


@member_page(
    "/remboursements",
    "Remboursements",
    on_load=[ClaimsState.load],
    reload_when={"claims": ClaimsState.reload},
)
def claims() -> rx.Component:
    """Search, filters, totals, the lines, their pages and their exports."""
    return member_frame(
        address_sync(ClaimsState.query),
        page_title(
            "Remboursements",
            "Vos soins et ceux de votre famille, avec ce que chacun a payé.",
            link_button(
                "Votre année en chiffres",
                "/remboursements/annee",
                kind=SECONDARY,
                icon_name="chart-column",
            ),
        ),
        rx.cond(
            ClaimsState.loaded,
            rx.cond(ClaimsState.has_any, _list(), _no_claim_yet()),
            skeleton_list(),
        ),
        active="/remboursements",
    )


def _list() -> rx.Component:
    return rx.el.div(
        _filters(),
        active_filters(ClaimsState.active, ClaimsState.remove_filter, ClaimsState.clear_filters),
        list_head(
            ClaimsState.page.result_label,
            select_field(
                "tri",
                "Trier par",
                sort_options(),
                value=ClaimsState.sort,
                on_change=ClaimsState.set_sort,
                label_hidden=True,
            ),
        ),
        rx.cond(
            ClaimsState.rows.length() > 0,
            rx.fragment(
                totals_strip(ClaimsState.totals),
                claim_list(ClaimsState.rows),
                pagination(
                    ClaimsState.page,
                    on_previous=ClaimsState.previous_page,
                    on_next=ClaimsState.next_page,
                ),
                _exports(),
            ),
            rx.el.div(_nothing_found(), class_name="card"),
        ),
        class_name="stack",
    )


def _filters() -> rx.Component:
    state = ClaimsState
    return filter_bar(
        filter_grid(
            select_field(
                "periode", "Période", state.periods, value=state.period, on_change=state.set_period
            ),
            rx.cond(
                state.period == CUSTOM_PERIOD,
                rx.fragment(
                    date_field("du", "Du", value=state.date_from, on_change=state.set_date_from),
                    date_field("au", "Au", value=state.date_to, on_change=state.set_date_to),
                ),
                rx.fragment(),
            ),
            select_field(
                "beneficiaire",
                "Bénéficiaire",
                state.beneficiaries,
                value=state.beneficiary,
                on_change=state.set_beneficiary,
            ),
            select_field(
                "paye-a",
                "Versé à",
                payee_options(),
                value=state.payee,
                on_change=state.set_payee,
            ),
            _amount_field("min", "Dépense minimale (€)", state.lowest, state.set_lowest),
            _amount_field("max", "Dépense maximale (€)", state.highest, state.set_highest),
        ),
        chip_choices(
            "Type de soins",
            "categorie",
            state.categories,
            state.toggle_category,
            version=state.form_version,
        ),
        chip_choices(
            "Statut",
            "statut",
            state.statuses,
            state.toggle_status,
            version=state.form_version,
        ),
        search=state.search,
        on_search=state.set_search,
        search_label="Rechercher un remboursement",
        search_placeholder="Un soin, un professionnel, un montant…",
        active_count=state.active.length(),
    )


def _amount_field(name: str, label: str, value: rx.Var[str], on_blur: object) -> rx.Component:
    return text_field(
        name,
        label,
        input_mode="decimal",
        max_length=16,
        default_value=value,
        on_blur=on_blur,
        key=value,
    )


def _exports() -> rx.Component:
    exports = backend("/exports/remboursements")
    query = rx.cond(ClaimsState.query != "", f"?{ClaimsState.query}", "")
    return rx.el.div(
        rx.el.p("Garder ces lignes\u00a0:", class_name="muted"),
        *[
            link_button(
                label,
                f"{exports}.{extension}{query}",
                kind=QUIET,
                icon_name="download",
                reload=True,
            )
            for label, extension in (("Tableur (XLSX)", "xlsx"), ("Fichier CSV", "csv"))
        ],
        class_name="row no-print",
    )


def _nothing_found() -> rx.Component:
    return empty_state(
        "Aucun remboursement ne correspond",
        "Essayez un autre mot, ou retirez un filtre. Un soin récent peut mettre "
        "quelques jours à apparaître.",
        button("Effacer les filtres", kind=SECONDARY, on_click=ClaimsState.clear_filters),
    )


def _no_claim_yet() -> rx.Component:
    return rx.el.div(
        empty_state(
            "Pas encore de remboursement",
            "Vos soins apparaîtront ici, d’eux-mêmes, quelques jours après la consultation. "
            "Pensez à présenter votre carte Vitale à jour.",
        ),
        class_name="card",
    )
