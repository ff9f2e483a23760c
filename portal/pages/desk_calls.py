"""Whom the staff calls today, or on another day."""

import reflex as rx

from portal.components.address import address_sync
from portal.components.buttons import QUIET, SECONDARY, button, link_button
from portal.components.cards import section
from portal.components.feedback import empty_state, skeleton_list
from portal.components.filters import list_head
from portal.components.forms import date_field, text_field
from portal.components.layout import page_title
from portal.components.links import anchor
from portal.components.undo import undo_toast
from portal.domain.bookings import LIVE_TOPIC
from portal.pages.frame import staff_frame
from portal.pages.page import staff_page
from portal.state.desk_calls import DeskCallsState as State
from portal.views.desk_calls import CallView, RequestView

PAGE = "/admin/rappels"


@staff_page(PAGE, "Rappels", on_load=[State.load], reload_when={LIVE_TOPIC: State.reload})
def desk_calls() -> rx.Component:
    """Requests without an hour first, then the calls of the day, the next one on top."""
    return staff_frame(
        address_sync(State.query),
        page_title("Rappels", State.day_label),
        rx.cond(
            State.loaded,
            rx.el.div(_urgent(), _day(), class_name="stack-l"),
            skeleton_list(5),
        ),
        undo_toast(State.done, on_undo=State.undo, on_close=State.dismiss, can_undo=State.can_undo),
        active=PAGE,
    )


def _urgent() -> rx.Component:
    return rx.cond(
        State.requests.length() > 0,
        section(
            "À rappeler dès que possible",
            rx.el.ul(
                rx.foreach(State.requests, _request),
                class_name="calls",
                aria_labelledby="des-que-possible",
            ),
            anchor="des-que-possible",
        ),
        rx.fragment(),
    )


def _request(request: RequestView) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(
                rx.el.strong(request.name),
                rx.cond(
                    request.is_urgent,
                    rx.el.span(request.title, class_name="badge badge-danger ic ic-warning"),
                    rx.el.span(request.title, class_name="badge badge-neutral"),
                ),
                class_name="call-name",
            ),
            rx.el.p(request.about, class_name="muted small"),
            class_name="call-what",
        ),
        _phone(request.phone, request.phone_href),
        rx.el.div(
            rx.cond(
                request.member_href != "",
                link_button("Dossier", request.member_href, kind=QUIET, size="small"),
                rx.fragment(),
            ),
            button(
                "C’est réglé",
                kind=SECONDARY,
                size="small",
                on_click=State.close_request(request.reference),
                aria_label=f"C’est réglé, {request.reference}",
            ),
            class_name="call-acts",
        ),
        class_name="call",
        key=request.reference,
    )


def _day() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Appels prévus", id="prevus"),
        rx.el.div(
            button(
                "Veille",
                kind=SECONDARY,
                size="small",
                icon_name="arrow-left",
                on_click=State.step(-1),
            ),
            date_field("jour", "Jour", value=State.day, on_change=State.choose_day),
            button("Lendemain", kind=SECONDARY, size="small", on_click=State.step(1)),
            rx.cond(
                State.is_today,
                rx.fragment(),
                button("Aujourd’hui", kind=QUIET, size="small", on_click=State.step(0)),
            ),
            class_name="day-switch",
        ),
        list_head(State.count_label),
        rx.cond(
            State.rows.length() > 0,
            rx.el.ul(
                rx.foreach(State.rows, _call),
                class_name="calls card card-flush",
                aria_labelledby="prevus",
            ),
            rx.el.div(
                empty_state(
                    "Aucun appel ce jour-là",
                    "Les rappels et les rendez-vous pris en ligne apparaissent ici d’eux-mêmes.",
                ),
                class_name="card",
            ),
        ),
        aria_labelledby="prevus",
        class_name="stack",
    )


def _call(call: CallView) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.strong(call.when, class_name="nowrap"),
            rx.cond(
                call.late != "",
                rx.el.span(call.late, class_name="badge badge-danger"),
                rx.cond(
                    call.is_next,
                    rx.el.span("Le prochain", class_name="badge badge-info"),
                    rx.cond(
                        call.is_open,
                        rx.fragment(),
                        rx.el.span(call.status, class_name=f"badge badge-{call.tone}"),
                    ),
                ),
            ),
            class_name="call-when",
        ),
        rx.el.div(
            rx.el.p(rx.el.strong(call.name), class_name="call-name"),
            rx.el.p(call.what, " · ", call.reference, class_name="muted small"),
            rx.cond(call.details != "", rx.el.p(call.details, class_name="small"), rx.fragment()),
            rx.cond(
                call.outcome != "",
                rx.el.p("Noté\u00a0: ", call.outcome, class_name="small"),
                rx.fragment(),
            ),
            rx.cond(
                call.whose != "",
                rx.el.p("Suivi par\u00a0: ", call.whose, class_name="muted small"),
                rx.fragment(),
            ),
            class_name="call-what",
        ),
        _phone(call.phone, call.phone_href),
        rx.cond(call.is_open, _acts(call), rx.fragment()),
        class_name=rx.cond(call.is_next, "call call-timed call-next", "call call-timed"),
        key=call.id,
    )


def _acts(call: CallView) -> rx.Component:
    return rx.cond(
        State.noting == call.id,
        _outcome(call),
        rx.el.div(
            rx.cond(
                call.is_free,
                button(
                    "M’attribuer",
                    kind=QUIET,
                    size="small",
                    on_click=State.take(call.id, call.version),
                    aria_label=f"M’attribuer {call.reference}",
                ),
                rx.fragment(),
            ),
            button(
                "Appel fait",
                kind=SECONDARY,
                size="small",
                on_click=State.note(call.id, False),
                aria_label=f"Appel fait, {call.reference}",
            ),
            button(
                "Pas de réponse",
                kind=SECONDARY,
                size="small",
                on_click=State.note(call.id, True),
                aria_label=f"Pas de réponse, {call.reference}",
            ),
            class_name="call-acts",
        ),
    )


def _outcome(call: CallView) -> rx.Component:
    return rx.el.form(
        text_field(
            "note",
            rx.cond(
                State.missed,
                "Pas de réponse\u00a0: une note (facultatif)",
                "Appel fait\u00a0: une note (facultatif)",
            ),
            max_length=500,
            auto_complete="off",
        ),
        rx.el.div(
            button("Enregistrer", size="small", type="submit"),
            button("Annuler", kind=QUIET, size="small", on_click=State.stop_noting),
            class_name="row",
        ),
        on_submit=State.close,
        class_name="call-note stack",
        aria_label=f"Ce qu’a donné l’appel {call.reference}",
    )


def _phone(phone: str, href: str) -> rx.Component:
    return rx.el.p(
        rx.cond(
            href != "",
            anchor(phone, href=href, class_name="link link-block nowrap"),
            rx.el.span("Pas de numéro", class_name="muted"),
        ),
        class_name="call-phone",
    )
