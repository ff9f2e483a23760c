"""A year of reimbursements in figures."""

import reflex as rx

from portal.components.address import address_sync
from portal.components.charts import category_chart, month_chart
from portal.components.feedback import empty_state, skeleton_list
from portal.components.forms import select_field
from portal.components.layout import back_link, page_title
from portal.pages.frame import member_frame
from portal.pages.page import member_page
from portal.state.claims_year import ClaimsYearState


@member_page(
    "/remboursements/annee",
    "Votre année en chiffres",
    on_load=[ClaimsYearState.load],
    reload_when={"claims": ClaimsYearState.reload},
)
def claims_year() -> rx.Component:
    """What was spent, month by month and by kind of care, and who paid it."""
    return member_frame(
        address_sync(ClaimsYearState.query),
        back_link("Tous vos remboursements", "/remboursements"),
        page_title(
            "Votre année en chiffres",
            "Ce que vous avez dépensé pour votre santé, et qui l’a payé.",
            select_field(
                "annee",
                "Année",
                ClaimsYearState.years,
                value=ClaimsYearState.year,
                on_change=ClaimsYearState.set_year,
            ),
        ),
        rx.cond(ClaimsYearState.loaded, _charts(), skeleton_list()),
        active="/remboursements",
    )


def _charts() -> rx.Component:
    state = ClaimsYearState
    return rx.cond(
        state.is_empty,
        rx.el.div(
            empty_state(
                "Aucun soin cette année-là",
                "Choisissez une autre année dans la liste ci-dessus.",
            ),
            class_name="card",
        ),
        rx.el.div(
            month_chart(
                state.months,
                title="Mois par mois",
                summary=state.months_sentence,
                highest=state.scale_top,
                half=state.scale_half,
            ),
            category_chart(
                state.categories, title="Par type de soins", summary=state.categories_sentence
            ),
            class_name="stack",
        ),
    )
