"""Topics by channel: a table where there is room, a card a topic on a phone."""

from collections.abc import Callable

import reflex as rx

from portal.components.types import Flag, Rows, Text
from portal.domain.notifications import CHANNEL_LABELS, TOPIC_LABELS, Channel, Topic
from portal.views.preferences import TopicView

Choose = Callable[[Text, str, Text], object]


def topic_table(
    rows: Rows, choose: Choose, *, has_phone: Flag, version: rx.Var[int]
) -> rx.Component:
    """Real checkboxes (``TopicView``); ``choose(topic, channel, wanted)`` as each is ticked.

    A box answers at once, before the server does; change ``version`` to draw them anew.
    """
    return rx.el.div(
        rx.el.div(
            rx.el.span("Sujet"),
            *[rx.el.span(label) for label in CHANNEL_LABELS.values()],
            aria_hidden="true",
            class_name="topics-head",
        ),
        rx.el.div(rx.foreach(rows, lambda row: _topic(row, choose, has_phone)), key=version),
        _security(),
        class_name="topics card card-flush",
    )


def _topic(row: TopicView, choose: Choose, has_phone: Flag) -> rx.Component:
    def box(channel: Channel, ticked: rx.Var[bool], **props: object) -> rx.Component:
        return rx.el.label(
            rx.el.input(
                type="checkbox",
                default_checked=ticked,
                on_change=lambda wanted: choose(row.topic, channel.value, wanted),
                **props,
            ),
            rx.el.span(CHANNEL_LABELS[channel]),
            class_name="topic-box",
        )

    return rx.el.div(
        _name(row.topic, row.label, row.hint),
        box(Channel.EMAIL, row.email),
        box(Channel.SMS, row.sms & has_phone, disabled=~has_phone),
        box(Channel.PORTAL, row.portal),
        role="group",
        aria_labelledby=f"sujet-{row.topic}",
        class_name="topic",
        key=row.topic,
    )


def _name(topic: Text, label: Text, hint: Text) -> rx.Component:
    return rx.el.div(
        rx.el.h3(label, id=f"sujet-{topic}"),
        rx.el.p(hint, class_name="muted small"),
        class_name="topic-name",
    )


def _security() -> rx.Component:
    topic = Topic.SECURITY.value

    def always(channel: Channel) -> rx.Component:
        return rx.el.p(
            rx.el.span(CHANNEL_LABELS[channel], "\u00a0: ", class_name="topic-channel"),
            "Toujours",
            class_name="topic-always ic ic-check",
        )

    return rx.el.div(
        _name(
            topic,
            TOPIC_LABELS[Topic.SECURITY],
            "Connexion d’un nouvel appareil, mot de passe ou adresse modifiés\u00a0: "
            "toujours envoyées, à toute heure, pour protéger votre compte.",
        ),
        always(Channel.EMAIL),
        rx.el.p(
            rx.el.span(CHANNEL_LABELS[Channel.SMS], "\u00a0: ", class_name="topic-channel"),
            "Codes seulement",
            class_name="topic-always muted",
        ),
        always(Channel.PORTAL),
        role="group",
        aria_labelledby=f"sujet-{topic}",
        class_name="topic",
    )
