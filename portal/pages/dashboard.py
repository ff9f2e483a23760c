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
from portal.components.feedback import empty_state, skeleton_list, unavailable
from portal.components.layout import page_title
from portal.pages.frame import member_frame
from portal.pages.page import member_page
from portal.services.overview import Block
from portal.state.dashboard import DashboardState

_SHORTCUTS = [
    ("Voir mes remboursements", "/remboursements", "receipt-euro"),
    ("Prendre rendez-vous", "/rendez-vous/nouveau", "calendar-plus"),
    ("Mon année en chiffres", "/remboursements/annee", "chart-column"),
]


@member_page(
    "/espace",
    "Votre espace",
    on_load=[DashboardState.load],
    reload_when={
        "bookings": DashboardState.reload,
        "claims": DashboardState.reload,
        "contracts": DashboardState.reload,
        "drafts": DashboardState.reload,
        "messages": DashboardState.reload,
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
            rx.cond(
                DashboardState.to_do_is_whole,
                nothing_to_do("Rien à faire de votre côté\u00a0: tout est à jour."),
                rx.fragment(),
            ),
        ),
        rx.cond(
            DashboardState.to_do_is_whole,
            rx.fragment(),
            rx.el.div(
                _unavailable("Une partie de ce qui vous attend ne peut pas être affichée."),
                class_name="card card-flush",
            ),
        ),
        anchor="a-faire",
        boxed=False,
    )


def _latest() -> rx.Component:
    return section(
        "Derniers remboursements",
        _unless_missing(
            Block.LATEST,
            "Vos derniers remboursements ne peuvent pas être affichés.",
            rx.cond(
                DashboardState.claims.length() > 0,
                claim_shortlist(DashboardState.claims),
                empty_state(
                    "Pas encore de remboursement",
                    "Vos soins apparaîtront ici quelques jours après la consultation.",
                ),
            ),
        ),
        anchor="derniers",
        more=("Tout voir", "/remboursements"),
    )


def _side() -> rx.Component:
    contribution = DashboardState.contribution
    return rx.el.div(
        rx.cond(
            (contribution.amount != "") | _is_missing(Block.CONTRIBUTIONS),
            section(
                "Prochaine cotisation",
                _unless_missing(
                    Block.CONTRIBUTIONS,
                    "Vos cotisations ne peuvent pas être affichées.",
                    contribution_card(contribution),
                    in_card=True,
                ),
                anchor="cotisation",
                boxed=False,
            ),
            rx.fragment(),
        ),
        rx.cond(
            (DashboardState.contracts.length() > 0) | _is_missing(Block.CONTRACTS),
            section(
                "Vos contrats",
                _unless_missing(
                    Block.CONTRACTS,
                    "Vos contrats ne peuvent pas être affichés.",
                    contract_list(DashboardState.contracts),
                ),
                anchor="contrats",
            ),
            rx.fragment(),
        ),
        section("Raccourcis", shortcuts(_SHORTCUTS), anchor="raccourcis", boxed=False),
        class_name="stack-l",
    )


def _is_missing(block: Block) -> rx.Var[bool]:
    return DashboardState.missing.contains(block.value)


def _unless_missing(
    block: Block, what: str, content: rx.Component, *, in_card: bool = False
) -> rx.Component:
    """The block, or that it cannot be shown for now: the rest of the page is there all the same."""
    instead = _unavailable(what)
    if in_card:
        instead = rx.el.div(instead, class_name="card card-flush")
    return rx.cond(_is_missing(block), instead, content)


def _unavailable(what: str) -> rx.Component:
    return unavailable(what, DashboardState.retry)
