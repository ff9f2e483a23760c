"""Bookings, with what one can do about them."""

from typing import Any

import reflex as rx
from reflex_base.event import no_args_event_spec
from reflex_base.utils.format import format_prop
from reflex_base.utils.imports import ImportVar
from reflex_components_core.base.fragment import Fragment

from portal.components.buttons import DANGER, DANGER_OUTLINE, SECONDARY, button, link_button
from portal.components.feedback import dialog
from portal.components.icons import icon
from portal.components.links import anchor, phone_link
from portal.components.status import status_badge
from portal.components.types import Flag, Handler
from portal.views.bookings import BookingView


def booking_card(
    view: BookingView, on_move: Handler, on_cancel: Handler, *, level: int = 3
) -> rx.Component:
    """A booking (``BookingView``), what it means, and what one can do; ``level`` of its heading."""
    heading = rx.el.h2 if level == 2 else rx.el.h3
    return rx.el.article(
        rx.el.div(
            heading(view.when, id=f"creneau-{view.reference}"),
            status_badge(view.status.code, view.status.label, view.status.tone),
            class_name="booking-head",
        ),
        rx.el.p(view.what, rx.el.span(" · ", view.reason, class_name="muted")),
        rx.cond(view.is_coming, rx.fragment(), rx.el.p(view.status.meaning, class_name="muted")),
        rx.el.p("Référence ", view.reference, class_name="muted small"),
        rx.cond(view.is_coming, _what_to_do(view, on_move, on_cancel), rx.fragment()),
        aria_labelledby=f"creneau-{view.reference}",
        class_name="card booking",
        key=view.reference,
    )


def _what_to_do(view: BookingView, on_move: Handler, on_cancel: Handler) -> rx.Component:
    described = {"aria_describedby": f"creneau-{view.reference}"}
    return rx.fragment(
        rx.cond(
            view.join_href,
            rx.el.p(
                anchor(
                    icon("video", 20),
                    "Rejoindre le rendez-vous",
                    href=view.join_href,
                    target="_blank",
                    rel="noopener noreferrer",
                    class_name="btn btn-primary",
                    **described,
                )
            ),
            rx.cond(view.wait, rx.el.p(view.wait), rx.fragment()),
        ),
        rx.el.div(
            link_button(
                "Ajouter à mon agenda",
                view.calendar_href,
                kind=SECONDARY,
                icon_name="calendar-plus",
                reload=True,
                **described,
            ),
            rx.cond(
                view.can_change,
                rx.fragment(
                    button(
                        "Déplacer",
                        kind=SECONDARY,
                        icon_name="calendar-clock",
                        on_click=on_move(view.reference, view.kind),
                        **described,
                    ),
                    button(
                        "Annuler",
                        kind=DANGER_OUTLINE,
                        on_click=on_cancel(view.reference),
                        **described,
                    ),
                ),
                rx.fragment(),
            ),
            class_name="row",
        ),
        rx.el.p(view.limit, class_name="muted small"),
        rx.cond(view.can_change, rx.fragment(), rx.el.p(phone_link())),
    )


def cancel_dialog(opened: Flag, on_confirm: Handler, on_keep: Handler) -> rx.Component:
    """Whether it is really to be cancelled."""
    return dialog(
        opened,
        "Annuler ce rendez-vous\u00a0?",
        rx.el.p("Le créneau sera proposé à d’autres personnes."),
        anchor="annulation",
        on_escape=on_keep,
        actions=[
            button("Garder le rendez-vous", kind=SECONDARY, on_click=on_keep, auto_focus=True),
            button("Annuler le rendez-vous", kind=DANGER, on_click=on_confirm),
        ],
    )


class _Tick(Fragment):
    """Calls ``on_tick`` every ``seconds``, while the page is looked at."""

    on_tick: rx.EventHandler[no_args_event_spec]
    seconds: int

    def add_imports(self) -> dict[str, Any]:
        """See ``rx.Component``."""
        return {"react": [ImportVar(tag="useEffect")]}

    def add_hooks(self) -> list[str | rx.Var]:
        """See ``rx.Component``."""
        tick = format_prop(self.event_triggers["on_tick"])
        return [
            f"""useEffect(() => {{
                const timer = setInterval(() => {{
                    if (!document.hidden) ({tick})();
                }}, {1000 * self.seconds});
                return () => clearInterval(timer);
            }}, []);"""
        ]

    def _exclude_props(self) -> list[str]:
        return [*super()._exclude_props(), "on_tick", "seconds"]


def every(seconds: int, on_tick: Handler) -> rx.Component:
    """Have ``on_tick`` called again and again: what a page shows depends on the time."""
    return _Tick.create(seconds=seconds, on_tick=on_tick)
