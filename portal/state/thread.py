"""The page of one conversation: what was said, and the reply being written."""

from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any

import reflex as rx
from pydantic import BaseModel, ConfigDict, Field

from portal.bootstrap import portal
from portal.domain.conversations import MAX_TYPED, draft_place
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.services.drafts import new_stamp, read_draft
from portal.services.own_thread import Thread, keep_reply, nudge, read_thread, reply, see_answers
from portal.settings import brand, settings
from portal.state.access import Access, fits, open_to, passive
from portal.state.acting import the_member
from portal.state.bridge import read, write
from portal.state.shell import SessionState
from portal.state.surveys import SurveyState
from portal.state.uploads import UploadsState
from portal.views import thread as views
from portal.views.thread import NO_THREAD, MessageView, ThreadView

Body = Annotated[str, Field(max_length=MAX_TYPED)]
Stamp = Annotated[str, Field(pattern=r"^[0-9a-f]{24}$")]

_UNDER_WAY = "Un fichier est encore en cours d’envoi\u00a0: attendez qu’il soit arrivé."
_NEW_ANSWER = "Une réponse vient d’arriver dans cette conversation."


class ReplyForm(BaseModel):
    """What the reply sends; ``stamp`` names this very reply, however often it is sent."""

    model_config = ConfigDict(extra="forbid")

    body: Body
    stamp: Stamp


class NudgeForm(BaseModel):
    """What asks where a late answer is."""

    model_config = ConfigDict(extra="forbid")

    nudge: Body


@open_to(Access.MEMBER)
class ThreadState(rx.State):
    """One conversation.

    ``draft`` is what the field shows when ``version`` changes, ``saved`` what the server keeps of
    it; ``elsewhere``: another reply is half written in another tab or on another device.
    ``unseen``: answers not read yet.
    """

    loaded: bool = False
    missing: bool = False
    view: ThreadView = NO_THREAD
    messages: list[MessageView] = []
    unseen: int = 0
    place: str = ""
    stamp: str = ""
    draft: str = ""
    saved: str = ""
    version: int = 0
    elsewhere: bool = False
    error: str = ""
    nudge_error: str = ""
    sending: bool = False

    _reference: str = ""
    _sent: str = ""
    _fresh: set[int] = set()

    @rx.event
    async def load(self) -> None:
        """Open the conversation that the address names."""
        self.loaded = self.missing = self.sending = self.elsewhere = False
        self.error = self.nudge_error = self._sent = ""
        self._fresh = set()
        self._reference = str(self.rx_router_page.params.get("conversation_reference", ""))[:16]
        found = await self._read()
        if found is not None:
            self.place = draft_place(found.id)
            self._begin(found.draft.body if found.draft else "")
            self.stamp = found.draft.stamp if found.draft else new_stamp()
            await (await self.get_state(UploadsState))._show(self.place)
        self.loaded = True

    @rx.event
    @passive
    async def reload(self) -> None:
        """Show what was said or read since; what is being written is left alone."""
        before = self.unseen
        await self._read()
        if self.unseen > before:
            (await self.get_state(SessionState)).announcement = _NEW_ANSWER

    @rx.event
    @passive
    async def follow_draft(self) -> None:
        """A reply is being written in some tab: if it is another one, it is offered."""
        found = await read(read_draft, actor=the_member(), place=self.place)
        other = found.body if found else ""
        self.elsewhere = other not in {"", self.saved}

    @rx.event
    async def take_other(self) -> Any:
        """Go on with what was written elsewhere."""
        found = await read(read_draft, actor=the_member(), place=self.place)
        if found is not None:
            self.stamp = found.stamp
            self._begin(found.body)
        self.elsewhere = False
        return rx.set_focus("body")

    @rx.event
    @passive
    async def see(self) -> None:
        """The page is looked at: what was answered is read."""
        self.unseen = 0
        await self._do(see_answers)

    @rx.event
    async def keep(self, text: Body) -> None:
        """Keep the reply as it is typed."""
        if text == self._sent and text:  # a pause of the typing that ends after the sending
            return
        if await self._do(keep_reply, body=text, stamp=self.stamp):
            self.saved = text

    @rx.event
    async def send(
        self, form_data: Annotated[dict[str, Any], fits(ReplyForm)]
    ) -> AsyncIterator[Any]:
        """Send the reply, once."""
        form, told = ReplyForm(**form_data), self.error
        if (await self.get_state(UploadsState)).under_way.get(self.place):
            self.error = _UNDER_WAY
            return
        self.error, self.sending = "", True
        yield
        try:
            await self._send(form)
        except (InvalidInput, NotAllowed) as refusal:
            self.error = refusal.sentence
            if told:
                yield rx.set_focus("erreurs-reponse")
        finally:
            self.sending = False

    @rx.event
    async def chase(self, form_data: Annotated[dict[str, Any], fits(NudgeForm)]) -> None:
        """Ask where the answer is."""
        self.nudge_error = ""
        try:
            text = NudgeForm(**form_data).nudge
            done = await self._do(nudge, zone=settings().zone, body=text)
        except (InvalidInput, NotAllowed) as refusal:
            self.nudge_error = refusal.sentence
            return
        await self._read()
        if done:
            await self._say(f"Votre relance est envoyée ({self._reference}).")

    async def _send(self, form: ReplyForm) -> None:
        zone = settings().zone
        if not await self._do(reply, zone=zone, body=form.body, stamp=form.stamp):
            return
        self._sent = form.body
        self.stamp = new_stamp()
        self.elsewhere = False
        self._begin("")
        await self._read()
        await (await self.get_state(UploadsState))._show(self.place)
        await self._say(f"Votre message est envoyé ({self._reference}).")

    async def _do(self, service: Callable[..., object], **arguments: Any) -> bool:
        """Have a service act on this conversation; False when it is not the member's."""
        who, now = the_member(), portal().clock.now()
        try:
            await write(service, actor=who, now=now, reference=self._reference, **arguments)
        except NotFound:
            self.missing = True
            return False
        return True

    def _begin(self, text: str) -> None:
        """Have the field show ``text``, in place of what is in it."""
        self.draft = self.saved = text
        self.version += 1

    async def _say(self, message: str) -> None:
        (await self.get_state(SessionState)).announcement = message

    async def _find(self) -> Thread | None:
        try:
            return await read(
                read_thread,
                actor=the_member(),
                now=portal().clock.now(),
                zone=settings().zone,
                reference=self._reference,
            )
        except NotFound:
            return None

    async def _read(self) -> Thread | None:
        found = await self._find()
        self.missing = found is None
        if found is None:
            return None
        zone = settings().zone
        self.view = views.thread(found, zone)
        self._fresh |= {line.id for line in found.messages if line.is_unread_answer}
        self.messages = views.messages(
            found, portal().clock.now(), zone, organisation=brand().name, fresh=self._fresh
        )
        self.unseen = found.unread
        about = f"conversation:{found.id}" if found.has_answer else ""
        await (await self.get_state(SurveyState))._open(about)
        return found
