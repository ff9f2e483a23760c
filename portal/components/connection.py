"""Said when the page has lost the server: nothing typed is gone, and it is trying again."""

import reflex as rx
from reflex_components_core.core.banner import has_too_many_connection_errors


def connection_lost() -> rx.Component:
    """A band at the bottom of the page, as long as the connection is lost."""
    return rx.el.div(
        rx.cond(
            has_too_many_connection_errors,
            rx.el.p(
                "La connexion est interrompue. Nous essayons de la rétablir\u00a0: "
                "gardez cette page ouverte, rien n’est perdu.",
                class_name="toast ic ic-warning",
            ),
            rx.fragment(),
        ),
        role="status",
        aria_live="polite",
        class_name="toasts no-print",
    )
