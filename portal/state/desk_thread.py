"""One conversation, as the staff reads and answers it."""

from typing import Annotated, Any

import reflex as rx
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from portal.bootstrap import portal, today
from portal.domain.canned_replies import fill
from portal.domain.conversations import MAX_TYPED, draft_place
from portal.domain.errors import InvalidInput, NotFound, Overtaken, Refusal
from portal.domain.text import storable
from portal.services.desk_answer import Answer, answer
from portal.services.desk_opening import Desk, follow_desk, keep_answer, open_desk, stay
from portal.services.desk_rows import item_of
from portal.services.desk_thread import Thread
from portal.services.drafts import discard_draft, new_stamp
from portal.services.presence import leave, who_else
from portal.settings import settings
from portal.state.access import Access, fits, open_to, passive
from portal.state.acting import the_staff
from portal.state.bridge import read, write
from portal.state.shell import SessionState
from portal.views import desk_thread as views
from portal.views.desk_thread import NO_THREAD, ThreadView
from portal.views.shapes import OptionView
from portal.views.thread import MessageView

Code = Annotated[str, Field(max_length=48)]
Typed = Annotated[str, Field(max_length=MAX_TYPED), AfterValidator(storable)]
Stamp = Annotated[str, Field(max_length=32, pattern=r"^[0-9a-f]+$")]


class AnswerForm(BaseModel):
    """What the form of the answer sends; ``modele``: the canned reply shown in its list."""

    model_config = ConfigDict(extra="forbid")

    answer: Typed
    stamp: Stamp
    modele: Code = ""


@open_to(Access.STAFF)
class DeskThreadState(rx.State):
    """The conversation that the address names, the answer being written, and who else is there.

    ``stamp`` names the answer being written: it is sent once. ``overtaken``: who answered
    meanwhile, until one has decided what to do with one's own answer. ``version`` changes when the
    field has to be drawn anew.
    """

    loaded: bool = False
    missing: bool = False
    view: ThreadView = NO_THREAD
    entries: list[MessageView] = []
    colleagues: str = ""
    place: str = ""
    draft: str = ""
    stamp: str = ""
    version: int = 0
    error: str = ""
    overtaken: str = ""
    canned: list[OptionView] = []
    chosen: str = ""
    insertion: str = ""
    insertions: int = 0
    teams: list[OptionView] = []

    _id: int = 0
    _read_version: int = 0
    _seen: int = 0
    _last: int = 0
    _closes: bool = False
    _anyway: bool = False
    _writes: bool = False
    _texts: dict[str, str] = {}

    @rx.event
    async def load(self) -> None:
        """Open the conversation."""
        self.loaded = False
        self.error = self.overtaken = self.chosen = ""
        try:
            desk = await write(
                open_desk, now=portal().clock.now(), today=today(), **self._who_and_what()
            )
        except NotFound:
            self.missing = self.loaded = True
            return
        self._open(desk)
        self.missing, self.loaded = False, True

    @rx.event
    @passive
    async def reload(self) -> None:
        """Something was said or done: show it, and leave alone what is being typed."""
        if self.loaded and not self.missing:
            await self._follow()

    @rx.event
    @passive
    async def look_around(self) -> None:
        """A colleague came, began to write, or left."""
        if self._id:
            others = await read(
                who_else, actor=the_staff(), now=portal().clock.now(), item=item_of(self._id)
            )
            self._change(colleagues=views.presence(others))

    @rx.event
    @passive
    async def beat(self) -> None:
        """The page is still open."""
        if self._id:
            others = await write(
                stay, actor=the_staff(), now=portal().clock.now(), conversation_id=self._id
            )
            self._change(colleagues=views.presence(others))

    @rx.event
    @passive
    async def left(self) -> None:
        """The page is left."""
        number, self._id = self._id, 0
        if number:
            await write(leave, actor=the_staff(), now=portal().clock.now(), item=item_of(number))

    @rx.event
    async def keep(self, text: Typed) -> None:
        """Keep what is typed, as it is typed."""
        self._writes = text.strip() != ""
        if self._id:
            try:
                await write(keep_answer, body=text, stamp=self.stamp, **self._act())
            except InvalidInput as refusal:
                self.error = refusal.sentence

    @rx.event
    def choose_canned(self, code: Code) -> None:
        """Which reply to begin from."""
        self.chosen = code

    @rx.event
    def insert(self) -> None:
        """Put the reply chosen after what is typed."""
        if self.chosen in self._texts:
            self.insertion = self._texts[self.chosen]
            self.insertions += 1

    @rx.event
    def sending(self, closes: bool, anyway: bool) -> None:
        """How the answer about to be sent is meant: its button says so just before it does."""
        self._closes, self._anyway = closes, anyway

    @rx.event
    async def send(self, form_data: Annotated[dict[str, Any], fits(AnswerForm)]) -> Any:
        """Send the answer."""
        form, had_error = AnswerForm(**form_data), self.error != ""
        closes, anyway, self._anyway = self._closes, self._anyway, False
        given = Answer(form.answer, form.stamp, self._seen, close=closes, anyway=anyway)
        self.error = ""
        try:
            await write(
                answer,
                cipher=portal().cipher,
                zone=settings().zone,
                given=given,
                **self._act(),
            )
        except (InvalidInput, NotFound) as refusal:
            self.error = refusal.sentence
            return rx.set_focus("erreurs") if had_error else None
        except Overtaken as refusal:
            await write(keep_answer, body=form.answer, stamp=form.stamp, **self._act())
            self._writes = True
            await self._follow()
            self.overtaken = refusal.sentence
            return rx.set_focus("entre-temps")
        self._begin_anew()
        await self._follow()
        await self._say("Réponse envoyée, conversation close." if closes else "Réponse envoyée.")
        return None

    @rx.event
    async def give_up(self) -> Any:
        """Drop one's own answer: the colleague's is enough."""
        await write(
            discard_draft,
            actor=the_staff(),
            now=portal().clock.now(),
            place=draft_place(self._id),
        )
        self._begin_anew()
        return rx.set_focus("answer")

    async def _say(self, sentence: str) -> None:
        (await self.get_state(SessionState)).announcement = sentence

    async def _follow(self) -> None:
        try:
            thread = await write(
                follow_desk, now=portal().clock.now(), today=today(), **self._who_and_what()
            )
        except Refusal:
            return
        self._show(thread)

    def _open(self, desk: Desk) -> None:
        self._seen = self._last = 0
        self._writes = desk.draft.strip() != ""
        self._show(desk.thread)
        self._seen = self._last
        self.place = draft_place(desk.thread.id)
        self.draft, self.stamp = desk.draft, desk.stamp
        self.colleagues = views.presence(desk.colleagues)
        self.teams = [
            OptionView(team.id, team.label)
            for team in portal().flows.messages.teams
            if team.id != desk.thread.team
        ]
        given = portal().flows.canned_replies
        self.canned = views.canned_options(given, desk.replies, desk.thread.team)
        values = {
            "prenom": desk.thread.member.first_name,
            "reference": desk.thread.reference,
            "conseiller": desk.adviser,
        }
        self._texts = {f"given:{one.id}": fill(one.body, values) for one in given}
        self._texts |= {f"mine:{one.id}": fill(one.body, values) for one in desk.replies}
        self.insertions = 0
        self.version += 1

    def _show(self, thread: Thread) -> None:
        who = the_staff().account_id
        self._id, self._read_version = thread.id, thread.version
        self._change(
            view=views.thread(
                thread,
                actor_id=who,
                teams=portal().flows.messages.teams,
                now=portal().clock.now(),
                zone=settings().zone,
            ),
            entries=views.entries(thread, portal().clock.now(), settings().zone),
        )
        self._last = thread.messages[-1].id if thread.messages else 0
        name = views.answered_by(thread, self._seen, who) if self._seen else ""
        if name and self._writes:
            self._change(overtaken=f"{name} a répondu entre-temps.")
        else:
            self._seen = self._last

    def _begin_anew(self) -> None:
        """One's own answer is sent, or dropped: the field is empty, for the next one."""
        self._writes, self._seen = False, self._last
        self.overtaken = self.error = self.draft = self.chosen = ""
        self.stamp = new_stamp()
        self.version += 1

    def _who_and_what(self) -> dict[str, Any]:
        asked = str(self.rx_router_page.params.get("conversation_reference", ""))[:16]
        return {"actor": the_staff(), "reference": asked}

    def _act(self) -> dict[str, Any]:
        return {
            "actor": the_staff(),
            "now": portal().clock.now(),
            "conversation_id": self._id,
        }

    def _change(self, **values: Any) -> None:
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)
