"""An article of the help.

One page for them all, filled from the state: sixty pages of their own would each be built, and the
articles are the product team's to change.
"""

import reflex as rx

from portal.components.buttons import SECONDARY, link_button
from portal.components.feedback import empty_state, skeleton_list
from portal.components.help import (
    article_list,
    contents,
    opinion_card,
    still_stuck,
    ways_to_a_human,
)
from portal.components.help_blocks import article_body
from portal.components.layout import back_link, page_title
from portal.domain.help import HELP
from portal.pages.help_frame import help_frame
from portal.pages.page import public_page
from portal.state.help import HelpArticleState

_State = HelpArticleState


@public_page(f"{HELP}/[slug]", "Aide", on_load=[HelpArticleState.open])
def help_article() -> rx.Component:
    """What it says, what to read next, and whether it was of use."""
    return help_frame(_page, title=_State.view.title)


def _page() -> rx.Component:
    return rx.fragment(
        back_link("Toute l’aide", HELP),
        rx.cond(
            _State.loaded,
            rx.cond(_State.missing, _missing(), _article()),
            rx.fragment(page_title("Aide"), skeleton_list(4)),
        ),
    )


def _article() -> rx.Component:
    view = _State.view
    return rx.el.div(
        rx.el.article(
            rx.el.p(view.category, class_name="help-category"),
            rx.el.h1(view.title),
            rx.el.p(view.summary, class_name="lead"),
            contents(_State.contents),
            article_body(_State.blocks),
            rx.el.div(
                rx.el.p(view.updated, class_name="muted small"),
                rx.cond(
                    view.guide != "",
                    link_button(
                        "Imprimer / Télécharger le guide (PDF)",
                        view.guide,
                        kind=SECONDARY,
                        icon_name="printer",
                        reload=True,
                    ),
                    rx.fragment(),
                ),
                class_name="help-foot",
            ),
            opinion_card(
                _State.opinion,
                commented=_State.commented,
                comment=_State.comment,
                version=_State.version,
                problem=_State.problem,
                on_yes=_State.find_useful,
                on_no=_State.find_useless,
                on_comment=_State.send_comment,
            ),
            class_name="help-article",
        ),
        rx.el.aside(_related(), still_stuck(), class_name="stack-l"),
        class_name="help-columns",
    )


def _related() -> rx.Component:
    return rx.cond(
        _State.related.length() > 0,
        rx.el.section(
            rx.el.h2("À lire aussi", id="a-lire"),
            article_list(_State.related, "À lire aussi"),
            aria_labelledby="a-lire",
            class_name="stack",
        ),
        rx.fragment(),
    )


def _missing() -> rx.Component:
    return rx.fragment(
        page_title("Article introuvable"),
        rx.el.div(
            empty_state(
                "Cet article n’existe pas ou n’existe plus",
                "Cherchez dans l’aide, ou posez-nous la question.",
                *ways_to_a_human(),
            ),
            class_name="card",
        ),
    )
