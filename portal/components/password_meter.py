"""How strong the password being typed is, in words and as a bar."""

import reflex as rx

from portal.components.types import Text
from portal.domain.password_rules import STRENGTH_WORDS

_SEGMENTS = len(STRENGTH_WORDS) - 1


def password_meter(score: Text, advice: Text) -> rx.Component:
    """``score``: 0 to 4; ``advice``: how to improve, empty while nothing is typed.

    The words are read out when they change; the bar only repeats them.
    """
    word = rx.match(score, *enumerate(STRENGTH_WORDS[1:], start=1), STRENGTH_WORDS[0])
    return rx.el.div(
        rx.cond(
            advice,
            rx.fragment(
                rx.el.div(
                    *[rx.el.span() for _ in range(_SEGMENTS)],
                    class_name=f"meter meter-{score}",
                    aria_hidden="true",
                ),
                rx.el.p(rx.el.strong(word), ". ", advice, class_name="hint"),
            ),
            rx.fragment(),
        ),
        role="status",
        class_name="password-meter",
    )
