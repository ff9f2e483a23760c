"""Figures for managers: how much comes in, how fast it is answered, what members say of it."""

import reflex as rx

from portal.components.feedback import skeleton_list
from portal.components.figures import bar_chart, column_chart, figure_grid
from portal.components.layout import page_title
from portal.components.tabs import tab_buttons
from portal.pages.frame import staff_frame
from portal.pages.page import staff_page
from portal.state.statistics import StatisticsState as State

PAGE = "/admin/statistiques"


@staff_page(PAGE, "Statistiques", on_load=[State.load])
def statistics() -> rx.Component:
    """Large figures, then a chart for each question."""
    return staff_frame(
        page_title("Statistiques", "Comment nous répondons, en chiffres tenus à la minute."),
        rx.cond(State.loaded, _content(), skeleton_list(4)),
        active=PAGE,
    )


def _content() -> rx.Component:
    view = State.view
    return rx.el.div(
        rx.el.div(
            tab_buttons(State.periods, "Période", State.choose),
            rx.el.p(view.period, class_name="muted", role="status"),
            class_name="file-head",
        ),
        figure_grid(view.figures),
        column_chart(
            view.volume,
            title="Demandes reçues",
            summary=view.volume_sentence,
            first=view.volume_ends[0],
            last=view.volume_ends[1],
            head=("Date", "Demandes"),
        ),
        rx.el.div(
            bar_chart(
                view.scores,
                title="Satisfaction",
                summary=view.scores_sentence,
                head=("Satisfait de la réponse", "Avis"),
            ),
            bar_chart(
                view.calls,
                title="Rappels et rendez-vous",
                summary=view.calls_sentence,
                head=("Issue", "Nombre"),
            ),
            bar_chart(
                view.offers,
                title="Motifs réglés par un service en ligne",
                summary=view.offers_sentence,
                head=("Motif", "Service utilisé"),
                empty="Rien à montrer sur cette période.",
            ),
            bar_chart(
                view.help,
                title="Pages d’aide à améliorer",
                summary="«\u00a0Cette page vous a-t-elle aidé\u00a0?\u00a0», les plus mal notées "
                "d’abord.",
                head=("Page", "Avis"),
                empty="Aucun avis sur cette période.",
            ),
            class_name="file-grid",
        ),
        class_name="stack-l",
    )
