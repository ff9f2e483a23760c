"""The short survey after an answer or a call."""

from typing import Annotated, Any, Literal

import reflex as rx
from pydantic import BaseModel, ConfigDict, Field

from portal.bootstrap import portal
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.services.surveys import answer_survey, read_survey
from portal.state.access import Access, fits, open_to
from portal.state.acting import the_member
from portal.state.bridge import read, write
from portal.views import surveys as views
from portal.views.surveys import NO_SURVEY, SurveyView

THANKS = "merci-avis"


class SurveyForm(BaseModel):
    """What the form sends; the radio buttons that nobody chose are not there."""

    model_config = ConfigDict(extra="forbid")

    score: Literal["", "1", "2", "3", "4", "5"] = ""
    solved: Literal["", "oui", "non"] = ""
    comment: Annotated[str, Field(max_length=2000)] = ""


@open_to(Access.MEMBER)
class SurveyState(rx.State):
    """One survey at a time: that of the conversation or booking which the page shows.

    The page's own state says which: ``await (await self.get_state(SurveyState))._open(about)``.
    """

    view: SurveyView = NO_SURVEY
    correcting: bool = False
    problem: str = ""

    _about: str = ""

    @rx.event
    async def submit(self, form_data: Annotated[dict[str, Any], fits(SurveyForm)]) -> Any:
        """Keep the answer, and thank for it."""
        form, told = SurveyForm(**form_data), self.problem
        self.problem = ""
        try:
            await write(
                answer_survey,
                actor=the_member(),
                now=portal().clock.now(),
                about=self._about,
                score=int(form.score or 0),
                solved=views.SOLVED_WORDS[form.solved],
                comment=form.comment,
            )
        except (InvalidInput, NotAllowed, NotFound) as refusal:
            self.problem = refusal.sentence
            return rx.set_focus("erreurs-avis") if told else None
        await self._read()
        return rx.set_focus(THANKS)

    @rx.event
    def correct(self) -> Any:
        """Change the answer that was given."""
        self.correcting = self.view.is_open
        return rx.set_focus("avis-titre")

    async def _open(self, about: str) -> None:
        """Show the survey of ``conversation:12``, ``booking:5``, or none for "".

        What somebody is choosing is left alone while the page is of the same item.
        """
        if about == self._about and self.view.shown:
            return
        self._about, self.problem = about, ""
        await self._read()

    async def _read(self) -> None:
        self.correcting = False
        if not self._about:
            self.view = NO_SURVEY
            return
        try:
            found = await read(
                read_survey, actor=the_member(), now=portal().clock.now(), about=self._about
            )
        except NotFound:
            self.view = NO_SURVEY
            return
        self.view = views.survey(found)
