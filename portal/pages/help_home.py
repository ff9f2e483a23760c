"""The help: its home with the search, and its glossary."""

import reflex as rx

from portal.bootstrap import the_help
from portal.components.address import address_sync
from portal.components.cards import section
from portal.components.help import help_search, popular_questions, shelves, ways_to_a_human
from portal.components.layout import back_link, page_title
from portal.components.links import link
from portal.domain.help import GLOSSARY, HELP, PHISHING, Term
from portal.pages.help_frame import help_frame
from portal.pages.page import public_page
from portal.state.help import HelpState

_MOST_POPULAR = 8


@public_page(HELP, "Aide", on_load=[HelpState.open])
def help_home() -> rx.Component:
    """The search first; then what is asked most, every shelf, and the way to a human."""
    return help_frame(_home, title="Aide")


def _home() -> rx.Component:
    return rx.fragment(
        address_sync(HelpState.query),
        page_title("Comment pouvons-nous vous aider\u00a0?"),
        help_search(HelpState.search, HelpState.set_search, HelpState.count, HelpState.results),
        rx.cond(HelpState.count, rx.fragment(), _all()),
    )


def _all() -> rx.Component:
    found = the_help()
    return rx.el.div(
        section(
            "Questions fréquentes",
            popular_questions(found.popular[:_MOST_POPULAR]),
            anchor="frequentes",
            boxed=False,
        ),
        section("Toute l’aide, par sujet", shelves(found), anchor="sujets", boxed=False),
        rx.el.div(
            link(
                rx.el.strong("Un mot vous échappe\u00a0?"),
                rx.el.span("Le glossaire explique les mots de la santé.", class_name="muted"),
                href=GLOSSARY,
                class_name="card help-door ic ic-chevron-right",
            ),
            link(
                rx.el.strong("Un message vous paraît louche\u00a0?"),
                rx.el.span("Apprenez à reconnaître les arnaques.", class_name="muted"),
                href=f"{HELP}/{PHISHING}",
                class_name="card help-door ic ic-chevron-right",
            ),
            class_name="help-doors",
        ),
        section(
            "Parler à un conseiller",
            rx.el.div(*ways_to_a_human(), class_name="row"),
            anchor="humain",
            boxed=False,
        ),
        class_name="stack-l",
    )


@public_page(GLOSSARY, "Glossaire", on_load=[HelpState.enter])
def glossary() -> rx.Component:
    """Every word, in order."""
    return help_frame(_glossary, title="Glossaire", class_name="help help-measure")


def _glossary() -> rx.Component:
    known = the_help().by_slug

    def entry(term: Term) -> rx.Component:
        more = known.get(term.article)
        return rx.el.div(
            rx.el.dt(
                term.short,
                rx.el.span(f" ({term.name})" if term.name else "", class_name="muted"),
                id=term.anchor,
                tab_index=-1,
            ),
            rx.el.dd(
                rx.el.p(term.definition),
                link(more.title, href=more.href, class_name="link link-block")
                if more
                else rx.fragment(),
            ),
        )

    return rx.fragment(
        back_link("Toute l’aide", HELP),
        page_title("Glossaire", "Les mots de la santé et de votre espace, en clair."),
        rx.el.dl(*[entry(term) for term in the_help().sorted_terms], class_name="card glossary"),
    )
