"""The survey, on the pages of what it is about."""

import reflex as rx

from portal.components.survey import survey_card
from portal.state.surveys import SurveyState


def survey() -> rx.Component:
    """The questions about what the page shows, once it is over; see ``SurveyState``."""
    return survey_card(
        SurveyState.view,
        correcting=SurveyState.correcting,
        problem=SurveyState.problem,
        on_submit=SurveyState.submit,
        on_correct=SurveyState.correct,
    )
