"""Conversations: their list, and what was said in one."""

import reflex as rx

from portal.components.links import link
from portal.components.status import status_badge
from portal.components.types import Rows
from portal.components.uploads import file_list
from portal.domain.excerpts import Piece
from portal.views.conversations import ConversationRowView
from portal.views.thread import MessageView


def conversation_list(rows: Rows) -> rx.Component:
    """Conversations (``ConversationRowView``); those with something unread stand out."""
    return rx.el.ul(
        rx.foreach(rows, _conversation), class_name="talks", aria_label="Vos conversations"
    )


def _conversation(row: ConversationRowView) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            link(row.title, href=row.href, class_name="talk-title"),
            rx.el.span(row.when, class_name="talk-when"),
            class_name="talk-head",
        ),
        rx.cond(
            row.preview.length() > 0,
            rx.el.p(
                rx.el.span(row.said_by, "\u00a0: ", class_name="talk-by"),
                rx.foreach(row.preview, _piece),
                dir="auto",
                class_name="talk-preview",
            ),
            rx.fragment(),
        ),
        rx.el.div(
            rx.cond(
                row.unread != "",
                rx.el.span(row.unread, class_name="badge badge-unread"),
                rx.fragment(),
            ),
            status_badge(row.status, row.status_label, row.tone),
            rx.cond(
                row.late,
                rx.el.span("En retard", class_name="badge badge-danger ic ic-warning"),
                rx.fragment(),
            ),
            rx.cond(
                row.has_draft,
                rx.el.span("Brouillon", class_name="badge badge-neutral"),
                rx.fragment(),
            ),
            rx.cond(row.who != "", rx.el.span(row.who, class_name="talk-who"), rx.fragment()),
            class_name="talk-foot",
        ),
        class_name=rx.cond(row.unread != "", "talk talk-new", "talk"),
        key=row.reference,
    )


def _piece(piece: Piece) -> rx.Component:
    return rx.cond(piece.is_match, rx.el.mark(piece.text), rx.fragment(piece.text))


def message_list(messages: Rows) -> rx.Component:
    """What was said (``MessageView``), oldest first, under the names of the days."""
    return rx.el.section(
        rx.el.h2("Messages échangés", id="messages", class_name="sr-only"),
        rx.el.ol(rx.foreach(messages, _message), class_name="thread", aria_labelledby="messages"),
    )


def _message(message: MessageView) -> rx.Component:
    return rx.el.li(
        rx.cond(message.day != "", rx.el.h3(message.day, class_name="thread-day"), rx.fragment()),
        rx.el.article(
            rx.el.p(
                rx.el.strong(message.who),
                rx.cond(
                    message.fresh,
                    rx.el.span("Nouveau", class_name="badge badge-unread"),
                    rx.fragment(),
                ),
                rx.el.time(message.when, date_time=message.iso),
                class_name="said-head",
            ),
            rx.el.p(message.body, dir="auto", class_name="said-text"),
            rx.cond(
                message.files.length() > 0,
                file_list(message.files),
                rx.fragment(),
            ),
            rx.cond(
                message.read != "", rx.el.p(message.read, class_name="said-read"), rx.fragment()
            ),
            class_name=rx.cond(
                message.note,
                "said said-mine said-note",
                rx.cond(message.mine, "said said-mine", "said"),
            ),
        ),
        key=message.id,
    )
