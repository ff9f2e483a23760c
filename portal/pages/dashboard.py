"""The member's home."""

import reflex as rx

from portal.components.cards import section
from portal.components.claims import claim_shortlist
from portal.components.dashboard import (
    contract_list,
    contribution_card,
    nothing_to_do,
    shortcuts,
    task_list,
)
from portal.components.feedback import empty_state, skeleton_list
from portal.components.layout import page_title
from portal.pages.frame import member_frame
from portal.pages.page import member_page
from portal.state.dashboard import DashboardState

_SHORTCUTS = [
    ("Voir mes remboursements", "/remboursements", "receipt-euro"),
    ("Mon année en chiffres", "/remboursements/annee", "chart-column"),
]


@member_page(
    "/espace",
    "Votre espace",
    on_load=[DashboardState.load],
    reload_when={
        "claims": DashboardState.reload,
        "contracts": DashboardState.reload,
        "profile": DashboardState.reload,
    },
)
def dashboard() -> rx.Component:
    """What to do first, then the money, the contracts and the shortcuts."""
    return member_frame(
        rx.cond(
            DashboardState.loaded,
            rx.fragment(
                page_title(
                    f"Bonjour {DashboardState.first_name}",
                    rx.cond(
                        DashboardState.reimbursed != "",
                        DashboardState.reimbursed,
                        "Voici l’essentiel de votre espace.",
                    ),
                ),
                rx.el.div(
                    _to_do(),
                    rx.el.div(_latest(), _side(), class_name="layout-side"),
                    class_name="stack-l",
                ),
            ),
            rx.fragment(page_title("Votre espace"), skeleton_list()),
        ),
        active="/espace",
    )


def _to_do() -> rx.Component:
    return section(
        "À faire",
        rx.cond(
            DashboardState.tasks.length() > 0,
            task_list(DashboardState.tasks),
            nothing_to_do("Rien à faire de votre côté\u00a0: tout est à jour."),
        ),
        anchor="a-faire",
        boxed=False,
    )


def _latest() -> rx.Component:
    return section(
        "Derniers remboursements",
        rx.cond(
            DashboardState.claims.length() > 0,
            claim_shortlist(DashboardState.claims),
            empty_state(
                "Pas encore de remboursement",
                "Vos soins apparaîtront ici quelques jours après la consultation.",
            ),
        ),
        anchor="derniers",
        more=("Tout voir", "/remboursements"),
    )


def _side() -> rx.Component:
    contribution = DashboardState.contribution
    return rx.el.div(
        rx.cond(
            contribution.amount != "",
            section(
                "Prochaine cotisation",
                contribution_card(contribution),
                anchor="cotisation",
                boxed=False,
            ),
            rx.fragment(),
        ),
        rx.cond(
            DashboardState.contracts.length() > 0,
            section("Vos contrats", contract_list(DashboardState.contracts), anchor="contrats"),
            rx.fragment(),
        ),
        section("Raccourcis", shortcuts(_SHORTCUTS), anchor="raccourcis", boxed=False),
        class_name="stack-l",
    )
