"""The audit log: searched and taken away, never changed."""

import reflex as rx

from portal.components.address import address_sync
from portal.components.buttons import SECONDARY, link_button, submit_button
from portal.components.cards import card
from portal.components.feedback import empty_state, skeleton_list
from portal.components.filters import pagination
from portal.components.forms import text_field
from portal.components.layout import page_title
from portal.pages.frame import staff_frame
from portal.pages.page import staff_page
from portal.state.audit_log import AuditLogState as State

PAGE = "/admin/journal"
_HEADINGS = ("Date et heure", "Acte", "Compte", "Détails", "Adresse réseau")


@staff_page(PAGE, "Journal", on_load=[State.load])
def audit_log() -> rx.Component:
    """Who did what, and when."""
    return staff_frame(
        address_sync(State.query),
        page_title(
            "Journal",
            "Tout ce qui a été fait, par qui et quand. Rien ne peut y être modifié.",
            link_button(
                "Exporter en CSV",
                State.export_href,
                kind=SECONDARY,
                icon_name="download",
                reload=True,
            ),
        ),
        rx.cond(
            State.loaded,
            rx.el.div(
                card(_form()),
                rx.cond(
                    State.rows.length() > 0,
                    rx.fragment(
                        _table(),
                        pagination(State.page, on_previous=State.newer, on_next=State.older),
                    ),
                    card(
                        empty_state(
                            "Aucune entrée ne correspond",
                            "Élargissez la période, ou retirez un critère.",
                        )
                    ),
                ),
                class_name="stack-l",
            ),
            skeleton_list(5),
        ),
        active=PAGE,
    )


def _form() -> rx.Component:
    return rx.el.form(
        rx.el.div(
            _field("du", "Du", State.since, kind="date"),
            _field("au", "Au", State.until, kind="date"),
            rx.el.div(
                rx.el.label("Acte", html_for="acte", class_name="label"),
                rx.el.span(
                    rx.el.select(
                        rx.foreach(
                            State.acts,
                            lambda option: rx.el.option(
                                option.label, value=option.value, key=option.value
                            ),
                        ),
                        id="acte",
                        name="acte",
                        default_value=State.act,
                        class_name="select",
                    ),
                    class_name="select-wrap ic ic-chevron-down",
                ),
                class_name="field",
            ),
            _field("qui", "E-mail, ou numéro d’adhérent", State.who),
            _field("q", "Référence ou détail", State.text),
            rx.el.div(submit_button("Rechercher"), class_name="row"),
            class_name="search-grid",
        ),
        on_submit=State.search,
        no_validate=True,
        key=State.version,
    )


def _field(name: str, label: str, value: rx.Var[str], *, kind: str = "text") -> rx.Component:
    return text_field(
        name, label, kind=kind, default_value=value, max_length=120, auto_complete="off"
    )


def _table() -> rx.Component:
    def line(row: rx.Var) -> rx.Component:
        return rx.el.tr(
            rx.el.td(row.at, class_name="nowrap"),
            rx.el.th(row.act, rx.el.span(row.code, class_name="log-code"), scope="row"),
            rx.el.td(row.who),
            rx.el.td(row.details, class_name="log-details"),
            rx.el.td(row.network),
            key=row.id,
        )

    return rx.el.div(
        rx.el.table(
            rx.el.caption("Entrées du journal, de la plus récente à la plus ancienne"),
            rx.el.thead(rx.el.tr(*[rx.el.th(text, scope="col") for text in _HEADINGS])),
            rx.el.tbody(rx.foreach(State.rows, line)),
            class_name="table table-text log",
        ),
        id="entrees",
        tab_index=0,
        role="region",
        aria_label="Entrées du journal",
        class_name="card table-wrap",
    )
