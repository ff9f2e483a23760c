"""A new message, step by step. Every choice and every pause in the typing is kept as a draft."""

from dataclasses import replace
from typing import Annotated, Any

import reflex as rx
from pydantic import BaseModel, ConfigDict, Field

from portal.bootstrap import portal
from portal.domain.conversations import MAX_TYPED, promised_by
from portal.domain.errors import InvalidInput, NotFound, Refusal
from portal.domain.message_tree import MessageTree
from portal.domain.message_wizard import (
    PLACE,
    SENT,
    Step,
    Writing,
    next_question,
    shown_step,
)
from portal.services.message_sending import send
from portal.services.message_wizard import Wizard, as_kept, keep, open_wizard
from portal.services.service_offers import offer_service
from portal.services.text_length import checked_body
from portal.settings import settings
from portal.state.access import Access, fits, open_to, passive
from portal.state.acting import the_member
from portal.state.bridge import read, write
from portal.state.uploads import UploadsState
from portal.views import message_wizard as views
from portal.views.files import FileView
from portal.views.files import files as file_views
from portal.views.message_wizard import (
    NO_OFFER,
    ChoiceView,
    LevelView,
    OfferView,
)
from portal.views.shapes import FactView, OptionView

PAGE = "/messagerie/nouveau"
CHANGED, GONE = "changed", "gone"  # what became of the draft in another tab

_NO_LONGER = "Ce choix n’est plus proposé. Choisissez de nouveau."
_UPLOADING = "Un fichier est encore en cours d’envoi. Attendez qu’il soit arrivé, ou retirez-le."
_NOTHING = Writing("")

Id = Annotated[str, Field(max_length=80)]
Text = Annotated[str, Field(max_length=MAX_TYPED)]


class MessageForm(BaseModel):
    """The text of the message."""

    model_config = ConfigDict(extra="forbid")

    body: Text


@open_to(Access.MEMBER)
class MessageWizardState(rx.State):
    """What the page shows of the message being written in this tab."""

    loaded: bool = False
    step: str = Step.THEME
    step_number: int = 1
    profile: str = ""
    profiles: list[OptionView] = []
    choices: list[ChoiceView] = []
    levels: list[LevelView] = []
    about: str = ""
    hint: str = ""
    body: str = ""  # as the field shows it when it appears: what is typed since is the browser's
    files: list[FileView] = []
    recap: list[FactView] = []
    offer: OfferView = NO_OFFER
    begun: str = ""  # the draft that was resumed
    is_other: bool = False  # it is not what the address asks for
    elsewhere: str = ""
    is_leaving: bool = False
    is_abandoned: bool = False
    said: str = ""
    problem: str = ""
    error: str = ""  # of the text
    version: int = 0  # of the fields: they are made anew when it changes

    _writing: Writing = _NOTHING
    _is_kept: bool = False
    _set_aside: Writing | None = None
    _wish: tuple[str, int] = ("", 0)
    _to_tell: tuple[str, str] = ("", "")  # problem and error, on the page one is led to

    @rx.event
    async def load(self) -> Any:
        """Show the step that the address names, of the draft there is."""
        query = self.router.url.query_parameters
        asked, before = query.get("etape", ""), self.step
        self._wish = (query.get("motif", "")[:80], _number(query.get("remboursement", "")))
        arrives = not asked or not self.loaded
        if self.elsewhere and not arrives:
            await self._keep(self._writing)  # who goes on here keeps what is here
        wizard = await self._open()
        self.said = "" if arrives else self.said
        self._show(wizard, asked, arrives=arrives)
        if any(self._wish) and not wizard.is_other:
            self._to_tell = (wizard.problem, "")
            return rx.redirect(f"{PAGE}?etape={self.step}", replace=True)
        if any(self._to_tell):
            (self.problem, self.error), self._to_tell = self._to_tell, ("", "")
            return None
        return None if arrives or before == self.step else rx.set_focus("etape")

    @rx.event
    @passive
    async def follow(self) -> None:
        """Say so when the draft changed in another tab; what is typed here is left alone."""
        if not self._is_kept:
            return
        kept = await read(as_kept, actor=the_member())
        if kept is None:
            self.elsewhere = GONE
        else:
            self.elsewhere = "" if kept == self._writing else CHANGED

    @rx.event
    async def resume(self) -> Any:
        """Go on with the draft as it is kept, whichever tab kept it."""
        self._show(await self._open(wish=("", 0)), "", arrives=True)
        return self._go(Step(self.step))

    @rx.event
    async def choose_profile(self, profile: Id) -> None:
        """Write as somebody else: other themes are proposed."""
        await self._keep(replace(self._writing, profile=profile))
        self._show_step(Step.THEME)

    @rx.event
    async def choose(self, choice: Id) -> Any:
        """Answer the question of the step, and go on to the next."""
        step = Step(self.step)
        writing = self._writing.answering(step, choice)
        way = writing.way(_tree())
        if next_question(way).number <= step.number:
            self._show_step(step)
            self.problem = _NO_LONGER
            return None
        await self._keep(writing)
        if step is not Step.MOTIVE or way.motive is None or way.motive.service is None:
            return self._go(step.next)
        await write(
            offer_service,
            actor=the_member(),
            now=portal().clock.now(),
            stamp=self._writing.stamp,
            motive=way.motive,
        )
        self.offer = views.offer(way)
        return None

    @rx.event
    def back_to(self, step: Annotated[str, Field(max_length=16)]) -> Any:
        """Change an earlier answer."""
        earlier = step in set(Step) and Step(step).number < self.step_number
        return self._go(Step(step)) if earlier else None

    @rx.event
    async def forget_claim(self) -> None:
        """The message is not about a reimbursement after all."""
        await self._keep(replace(self._writing, claim_id=0))
        self.about = ""

    @rx.event
    async def keep_body(self, text: Text) -> None:
        """Keep what was just typed."""
        if text == self._writing.body or not self._writing.stamp:
            return
        await self._keep(replace(self._writing, body=text))
        if self.error and not _fault_of(text):
            self.problem = self.error = ""

    @rx.event
    async def write_body(self, form_data: Annotated[dict[str, Any], fits(MessageForm)]) -> Any:
        """The text is written: see it all before it is sent."""
        told, self.problem, self.error = self.problem, "", ""
        await self._keep(replace(self._writing, body=MessageForm(**form_data).body))
        self.body = self._writing.body
        uploads = await self.get_state(UploadsState)
        self.problem = self.error = _fault_of(self.body)
        if uploads.under_way.get(PLACE):
            self.problem = self.problem or _UPLOADING
        if self.problem:
            return rx.set_focus("erreurs") if told else None
        self._show(await self._open(), Step.RECAP)
        return self._go(Step(self.step))

    @rx.event
    async def send(self) -> Any:
        """Send it."""
        if self.step != Step.RECAP or not self._writing.stamp:
            return None  # not there yet, or pressed twice
        try:
            proof = await write(
                send,
                actor=the_member(),
                now=portal().clock.now(),
                cipher=portal().cipher,
                zone=settings().zone,
                tree=_tree(),
                writing=self._writing,
            )
        except Refusal as refusal:
            return await self._refused(refusal)
        self._is_kept, self._writing = False, _NOTHING
        return rx.redirect(f"{PAGE}?etape={SENT}&reference={proof.reference}", replace=True)

    async def _open(self, wish: tuple[str, int] | None = None, *, anew: bool = False) -> Wizard:
        motive, claim_id = self._wish if wish is None else wish
        run = write if motive or claim_id or anew else read
        return await run(
            open_wizard,
            actor=the_member(),
            now=portal().clock.now(),
            tree=_tree(),
            motive=motive,
            claim_id=claim_id,
            anew=anew,
        )

    async def _keep(self, writing: Writing) -> None:
        self._writing = await write(
            keep, actor=the_member(), now=portal().clock.now(), writing=writing
        )
        self._is_kept, self.elsewhere = True, ""

    async def _refused(self, refusal: Refusal) -> Any:
        """Show the step where what was refused can be put right, with everything as it was."""
        writing = self._writing
        if isinstance(refusal, NotFound):
            writing = replace(writing, claim_id=0)
        await self._keep(writing)
        field = refusal.field if isinstance(refusal, InvalidInput) else ""
        asked = Step.MESSAGE if field == "body" else Step.RECAP
        self._show(await self._open(wish=("", 0)), asked)
        if self.step == Step.RECAP:
            self.problem = refusal.sentence
            return rx.set_focus("erreurs")
        self._to_tell = (refusal.sentence, refusal.sentence if field == "body" else "")
        return self._go(Step(self.step))

    def _go(self, step: Step) -> list[Any]:
        """Show a step; the address and the focus follow."""
        self._show_step(step)
        return [rx.redirect(f"{PAGE}?etape={step}"), rx.set_focus("etape")]

    def _show(self, wizard: Wizard, asked: str, *, arrives: bool = False) -> None:
        """Show a draft as it was found."""
        zone = settings().zone
        if wizard.writing != self._writing or arrives:
            self.version += 1
        self._writing, self._is_kept = wizard.writing, wizard.begun_at is not None
        way = wizard.writing.way(_tree())
        self.body, self.about = wizard.writing.body, views.about(wizard.about)
        self.files = file_views(wizard.files, zone)
        self.begun = views.begun(wizard.writing, way, wizard.begun_at, zone) if arrives else ""
        self.is_other, self.elsewhere, self.is_abandoned = wizard.is_other, "", False
        self.offer, self.is_leaving = NO_OFFER, False
        self._show_step(shown_step(asked, way, can_be_sent=wizard.can_be_sent))
        self.problem = wizard.problem
        self.loaded = True

    def _show_step(self, step: Step) -> None:
        way = self._writing.way(_tree())
        self.step, self.step_number = step, step.number
        self.profile, self.profiles = way.profile, views.profiles(way)
        self.choices, self.levels = views.choices(step, way, _tree()), views.levels(step, way)
        self.hint = way.motive.hint if way.motive else ""
        self.body = self._writing.body
        now = portal().clock.now()
        self.recap = views.recap(way, promised_by(now, settings().zone), settings().zone)
        self.problem = self.error = ""


def _tree() -> MessageTree:
    return portal().flows.messages


def _fault_of(body: str) -> str:
    """Why a text cannot be sent, or ""."""
    try:
        checked_body(body)
    except InvalidInput as refusal:
        return refusal.sentence
    return ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 10 else 0
