"""A dated timeline: what is done, where one is, what comes next."""

import reflex as rx

from portal.components.types import Rows, Text
from portal.views.shapes import TimelineStepView

_STATE_WORDS = (("done", "Fait"), ("current", "En cours"))


def timeline(steps: Rows, label: Text = "Étapes") -> rx.Component:
    """Steps (``TimelineStepView``) from the first to the last; their state is also in words."""

    def step(item: TimelineStepView) -> rx.Component:
        return rx.el.li(
            rx.el.p(
                rx.el.span(
                    rx.match(item.state, *_STATE_WORDS, "À venir"), "\u00a0: ", class_name="sr-only"
                ),
                item.title,
                class_name="step-title",
            ),
            rx.el.p(item.date, class_name="step-date"),
            rx.cond(item.detail, rx.el.p(item.detail, class_name="step-detail"), rx.fragment()),
            class_name=f"step step-{item.state} ic ic-check",
            key=item.key,
            aria_current=rx.cond(item.state == "current", "step", "false"),
        )

    return rx.el.ol(rx.foreach(steps, step), class_name="timeline", aria_label=label)
