"""Finding a member's file."""

from datetime import date
from typing import Annotated, Any

import reflex as rx
from pydantic import BaseModel, ConfigDict, Field

from portal.bootstrap import portal
from portal.domain.errors import InvalidInput
from portal.domain.member_files import Criteria
from portal.services.member_search import search_members
from portal.state.access import Access, fits, open_to
from portal.state.acting import the_account
from portal.state.bridge import write
from portal.views import member_files as views
from portal.views.shapes import RecordView

Typed = Annotated[str, Field(max_length=300)]


class SearchForm(BaseModel):
    """What the form sends."""

    model_config = ConfigDict(extra="forbid")

    number: Typed = ""
    name: Typed = ""
    birth_date: Annotated[str, Field(max_length=20)] = ""
    email: Typed = ""
    phone: Annotated[str, Field(max_length=60)] = ""
    reference: Typed = ""


@open_to(Access.STAFF)
class MemberSearchState(rx.State):
    """The form and those found. Results are forgotten when the page is opened again."""

    found: list[RecordView] = []
    sentence: str = ""
    problem: str = ""

    @rx.event
    def open(self) -> None:
        """Begin anew."""
        self.found, self.sentence, self.problem = [], "", ""

    @rx.event
    async def search(self, form_data: Annotated[dict[str, Any], fits(SearchForm)]) -> Any:
        """Look for a member; every search is kept."""
        form, told = SearchForm(**form_data), self.problem
        self.open()
        try:
            result = await write(
                search_members,
                actor=the_account(),
                now=portal().clock.now(),
                wanted=_criteria(form),
            )
        except InvalidInput as refusal:
            self.problem = refusal.sentence
            return rx.set_focus("erreurs") if told else None
        if result.refusal:
            self.problem = result.refusal
            return rx.set_focus("erreurs") if told else None
        self.found, self.sentence = views.found(result), views.found_sentence(result)
        return rx.set_focus("resultats")


def _criteria(form: SearchForm) -> Criteria:
    born = None
    if form.birth_date:
        try:
            born = date.fromisoformat(form.birth_date)
        except ValueError:
            raise InvalidInput("birth_date", "Choisissez une date de naissance.") from None
    return Criteria(form.number, form.name, born, form.email, form.phone, form.reference)
