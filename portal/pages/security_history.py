"""The sign-in history on the security page."""

import reflex as rx

from portal.components.buttons import QUIET
from portal.components.cards import section
from portal.components.filters import pagination
from portal.components.security import THIS_ONE, confirmed_button
from portal.state.security import SecurityState
from portal.state.security_history import SecurityHistoryState
from portal.views.security import EventView

_WHAT_FOLLOWS = (
    "Tous vos appareils seront déconnectés, celui-ci aussi. Votre mot de passe ne servira "
    "plus\u00a0: vous en choisirez un nouveau. Les clés d’accès, l’application et les codes de "
    "secours ajoutés depuis seront retirés. Un conseiller sera prévenu."
)


def history() -> rx.Component:
    """What happened, newest first, twenty lines at a time."""
    return section(
        "Historique des connexions",
        rx.el.ul(
            rx.foreach(SecurityHistoryState.entries, _event),
            id="historique",
            tab_index=-1,
            aria_label="Historique des connexions",
            class_name="places",
        ),
        pagination(
            SecurityHistoryState.paging,
            on_previous=SecurityHistoryState.newer,
            on_next=SecurityHistoryState.older,
            label="Pages de l’historique",
        ),
        anchor="historique-titre",
        class_name="security-history",
    )


def _event(event: EventView) -> rx.Component:
    question = f"entry-{event.id}"
    return rx.el.li(
        rx.el.div(
            rx.el.p(
                rx.el.strong(event.title),
                rx.cond(
                    event.is_this,
                    rx.el.span(THIS_ONE, class_name="badge badge-success ic ic-check"),
                    rx.fragment(),
                ),
                class_name="row place-name",
            ),
            rx.el.p(event.detail, class_name="muted small"),
        ),
        rx.cond(
            event.is_disputable,
            confirmed_button(
                "Ce n’est pas moi",
                _WHAT_FOLLOWS,
                asked=SecurityState.asking == question,
                on_ask=SecurityState.ask(question),
                on_cancel=SecurityState.ask(""),
                on_confirm=SecurityHistoryState.report(event.id),
                confirm_label="Oui, protéger mon compte",
                kind=QUIET,
                aria_label=f"Ce n’est pas moi\u00a0: {event.title}, {event.detail}",
            ),
            rx.fragment(),
        ),
        class_name=f"place event ic ic-{event.tone}",
        key=event.id,
    )
