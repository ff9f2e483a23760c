"""Where a page goes when its session is over; it leaves at once for the route that knows more."""

import reflex as rx

from portal.components.buttons import link_button
from portal.components.leave import leave_for
from portal.components.public import message_page
from portal.domain.paths import RESUME, RESUME_ROUTE, SIGN_IN
from portal.pages.frame import public_frame
from portal.pages.page import public_page
from portal.settings import backend


@public_page(RESUME, "Un instant")
def resume() -> rx.Component:
    """Read only by whoever comes here without scripts, or with the server away."""
    return public_frame(
        leave_for(backend(RESUME_ROUTE)),
        message_page(
            "Un instant…",
            "Nous vérifions votre session.",
            link_button("Se connecter", SIGN_IN),
        ),
    )
