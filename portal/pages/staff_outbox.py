"""E-mails and SMS: what failed, what waits, what left."""

import reflex as rx

from portal.components.buttons import SECONDARY, button
from portal.components.feedback import WARNING, alert, skeleton_list
from portal.components.layout import page_title
from portal.components.records import record_list
from portal.components.tabs import tab_buttons
from portal.pages.frame import staff_frame
from portal.pages.page import staff_page
from portal.state.staff_outbox import StaffOutboxState as State

PAGE = "/admin/envois"


@staff_page(PAGE, "Envois", on_load=[State.load])
def staff_outbox() -> rx.Component:
    """Messages by what became of them; those that did not leave can be sent again."""
    return staff_frame(
        page_title(
            "Envois",
            "Les e-mails et SMS des 30 derniers jours. Leur contenu ne se lit pas ici.",
            rx.cond(
                State.has_failed,
                button(
                    "Tout renvoyer",
                    kind=SECONDARY,
                    icon_name="refresh-cw",
                    on_click=State.retry_all,
                ),
                rx.fragment(),
            ),
        ),
        rx.cond(
            State.loaded,
            rx.el.div(
                rx.cond(
                    State.problem != "",
                    alert("Ce message n’a pas été renvoyé", State.problem, tone=WARNING, live=True),
                    rx.fragment(),
                ),
                tab_buttons(State.tabs, "Messages", State.choose),
                rx.el.div(
                    record_list(
                        State.rows,
                        "Messages, du plus récent au plus ancien",
                        empty="Aucun message dans cette liste.",
                        action=_retry,
                    ),
                    class_name="card card-flush",
                ),
                rx.cond(
                    State.is_cut,
                    rx.el.p("Seuls les 200 plus récents sont montrés.", class_name="muted"),
                    rx.fragment(),
                ),
                class_name="stack",
            ),
            skeleton_list(4),
        ),
        active=PAGE,
    )


def _retry(row: rx.Var) -> rx.Component:
    return rx.cond(
        State.can_retry,
        button(
            "Renvoyer",
            kind=SECONDARY,
            size="small",
            on_click=State.retry(row.key),
            aria_label=f"Renvoyer\u00a0: {row.title}, {row.detail}",
        ),
        rx.fragment(),
    )
