"""Words of the glossary: a button in the text, and its explanation, which the browser opens.

The explanation is a native popover: it opens by touch, click or keyboard, closes with Escape or a
touch elsewhere, and is not in the way of what is around it.
"""

import reflex as rx

from portal.bootstrap import the_help
from portal.components.icons import icon
from portal.components.links import link
from portal.components.types import Text
from portal.domain.help import GLOSSARY


def term(code: str, shown: Text = "") -> rx.Component:
    """A word of ``flows/help/glossaire.yaml`` by its code; ``shown``: how the text has it.

    Not in what can itself be pressed (a summary, a link). Raises ``KeyError`` for no word of it.
    """
    known = the_help().by_code[code]
    return explained_word(
        shown or known.short,
        anchor=known.anchor,
        title=known.short,
        definition=known.definition,
        href=f"{GLOSSARY}#{known.anchor}",
    )


def explained_word(
    shown: Text, *, anchor: Text, title: Text, definition: Text, href: Text
) -> rx.Component:
    """A word and what it means; ``anchor``: the id of its explanation, its own in the page."""
    return rx.fragment(
        rx.el.button(
            shown,
            type="button",
            class_name="term",
            custom_attrs={"popoverTarget": anchor},
        ),
        rx.el.span(
            rx.el.strong(title),
            rx.el.span(definition),
            rx.el.span(
                link("Voir dans le glossaire", href=href, class_name="link link-block"),
                rx.el.button(
                    icon("x", 20),
                    rx.el.span("Fermer"),
                    type="button",
                    class_name="btn btn-quiet btn-small",
                    custom_attrs={"popoverTarget": anchor, "popoverTargetAction": "hide"},
                ),
                class_name="term-foot",
            ),
            id=anchor,
            class_name="term-card",
            custom_attrs={"popover": "auto"},
        ),
    )
