"""The page of one reimbursement line."""

import reflex as rx

from portal.components.buttons import SECONDARY, link_button
from portal.components.cards import card, section
from portal.components.conversations import conversation_list
from portal.components.feedback import WARNING, alert, detail_list, empty_state, skeleton_list
from portal.components.help_hint import help_hint
from portal.components.icons import category_icon
from portal.components.layout import back_link, page_title
from portal.components.links import link
from portal.components.money import amount, explained_amounts, money_bar
from portal.components.status import next_actor_line
from portal.components.timeline import timeline
from portal.pages.frame import member_frame
from portal.pages.page import member_page
from portal.state.claim import ClaimState
from portal.state.conversations import ClaimTalksState


@member_page(
    "/remboursements/[line_id]",
    "Un remboursement",
    on_load=[ClaimState.load, ClaimTalksState.load],
    reload_when={"claims": ClaimState.reload, "messages": ClaimTalksState.reload},
)
def claim() -> rx.Component:
    """Where the line stands, who acts next, and every amount unfolded."""
    return member_frame(
        back_link("Tous vos remboursements", "/remboursements"),
        rx.cond(
            ClaimState.loaded,
            rx.cond(ClaimState.missing, _missing(), _content()),
            rx.fragment(page_title("Un remboursement"), skeleton_list(4)),
        ),
        active="/remboursements",
    )


def _content() -> rx.Component:
    view = ClaimState.view
    return rx.fragment(
        rx.el.div(
            category_icon(view.category),
            rx.el.div(
                rx.el.h1(view.title),
                rx.el.p(view.subtitle, class_name="lead"),
                help_hint(),
            ),
            class_name="claim-head",
        ),
        rx.el.div(
            rx.el.div(_money(), _amounts(), _facts(), class_name="stack-l"),
            rx.el.div(_progress(), _talks(), _related(), class_name="stack-l"),
            class_name="layout-side",
        ),
    )


def _money() -> rx.Component:
    return card(
        rx.el.div(
            rx.el.h2("Dépense", class_name="label muted"),
            amount(ClaimState.view.expense, size="hero"),
        ),
        money_bar(ClaimState.view.bar),
        class_name="claim-money",
    )


def _amounts() -> rx.Component:
    return section(
        "Comprendre les montants",
        rx.el.p("Touchez un montant pour savoir ce qu’il représente.", class_name="muted small"),
        card(explained_amounts(ClaimState.amounts)),
        anchor="montants",
        boxed=False,
    )


def _facts() -> rx.Component:
    return section("Le détail", card(detail_list(ClaimState.facts)), anchor="detail", boxed=False)


def _progress() -> rx.Component:
    rejection = ClaimState.view.rejection
    return rx.fragment(
        section(
            "Où en est-on",
            card(next_actor_line(ClaimState.view.status)),
            rx.cond(rejection != "", alert("Le motif", rejection, tone=WARNING), rx.fragment()),
            anchor="statut",
            boxed=False,
        ),
        section("Les étapes", card(timeline(ClaimState.steps)), anchor="etapes", boxed=False),
        link_button(
            "Écrire à propos de ce remboursement",
            ClaimState.view.write_href,
            kind=SECONDARY,
            icon_name="message-square-text",
            wide=True,
        ),
    )


def _talks() -> rx.Component:
    return rx.cond(
        ClaimTalksState.rows.length() > 0,
        section(
            "Vos messages à ce sujet",
            conversation_list(ClaimTalksState.rows),
            anchor="messages",
        ),
        rx.fragment(),
    )


def _related() -> rx.Component:
    return rx.cond(
        ClaimState.related.length() > 0,
        section(
            "Lignes liées",
            rx.el.ul(
                rx.foreach(
                    ClaimState.related,
                    lambda line: rx.el.li(
                        link(line.label, href=line.href, class_name="link link-block"),
                        amount(line.amount),
                        key=line.id,
                    ),
                ),
                class_name="related",
            ),
            anchor="liees",
        ),
        rx.fragment(),
    )


def _missing() -> rx.Component:
    return rx.fragment(
        page_title("Remboursement introuvable"),
        rx.el.div(
            empty_state(
                "Nous ne trouvons pas ce remboursement",
                "L’adresse est peut-être incomplète. Vos remboursements sont tous dans la liste.",
                link_button("Voir vos remboursements", "/remboursements"),
            ),
            class_name="card",
        ),
    )
