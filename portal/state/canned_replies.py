"""The replies that one of the staff keeps for themselves."""

from typing import Annotated, Any

import reflex as rx
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from portal.bootstrap import portal
from portal.domain.conversations import MAX_TYPED
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.domain.text import storable
from portal.services.canned_replies import OwnReply, delete_reply, keep_reply, own_replies
from portal.state.access import Access, fits, open_to
from portal.state.acting import the_staff
from portal.state.bridge import read, write

Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
Typed = Annotated[str, Field(max_length=MAX_TYPED), AfterValidator(storable)]


class ReplyForm(BaseModel):
    """What the form sends."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, Field(max_length=500), AfterValidator(storable)]
    body: Typed


@open_to(Access.STAFF)
class CannedRepliesState(rx.State):
    """One's own replies, and the one in the form. ``editing``: its number, or 0 for a new one."""

    loaded: bool = False
    replies: list[OwnReply] = []
    editing: int = 0
    title: str = ""
    body: str = ""
    title_error: str = ""
    body_error: str = ""
    version: int = 0
    done: str = ""
    can_undo: bool = False

    _deleted: OwnReply | None = None

    @rx.event
    async def load(self) -> None:
        """Open the page."""
        self._fill(None)
        self._say("")
        await self._list()
        self.loaded = True

    @rx.event
    def edit(self, reply_id: Id) -> Any:
        """Put one in the form."""
        found = next((one for one in self.replies if one.id == reply_id), None)
        self._fill(found)
        return rx.set_focus("title")

    @rx.event
    def stop_editing(self) -> None:
        """An empty form again."""
        self._fill(None)

    @rx.event
    async def keep(self, form_data: Annotated[dict[str, Any], fits(ReplyForm)]) -> Any:
        """Keep what the form says."""
        form = ReplyForm(**form_data)
        self.title_error = self.body_error = ""
        try:
            await self._keep(form.title, form.body, self.editing or None)
        except (InvalidInput, NotAllowed, NotFound) as refusal:
            if isinstance(refusal, InvalidInput) and refusal.field == "title":
                self.title_error = refusal.sentence
            else:
                self.body_error = refusal.sentence
            return rx.set_focus("erreurs")
        self._fill(None)
        await self._list()
        self._say("Réponse type enregistrée.")
        return rx.set_focus("title")

    @rx.event
    async def delete(self, reply_id: Id) -> None:
        """Delete one."""
        try:
            self._deleted = await write(
                delete_reply, actor=the_staff(), now=portal().clock.now(), reply_id=reply_id
            )
        except NotFound as refusal:
            self._say(refusal.sentence)
        else:
            if self.editing == reply_id:
                self._fill(None)
            self._say("Réponse type supprimée.", can_undo=True)
        await self._list()

    @rx.event
    async def undo(self) -> Any:
        """Keep it after all."""
        deleted, self._deleted = self._deleted, None
        if deleted is not None:
            await self._keep(deleted.title, deleted.body, None)
        await self._list()
        self._say("")
        return rx.set_focus("title")

    @rx.event
    def dismiss(self) -> None:
        """The answer was seen."""
        self._say("")

    async def _keep(self, title: str, body: str, reply_id: int | None) -> None:
        await write(
            keep_reply,
            actor=the_staff(),
            now=portal().clock.now(),
            title=title,
            body=body,
            reply_id=reply_id,
        )

    async def _list(self) -> None:
        self.replies = await read(own_replies, actor=the_staff())

    def _fill(self, reply: OwnReply | None) -> None:
        self.editing = reply.id if reply else 0
        self.title, self.body = (reply.title, reply.body) if reply else ("", "")
        self.title_error = self.body_error = ""
        self.version += 1

    def _say(self, sentence: str, *, can_undo: bool = False) -> None:
        self.done, self.can_undo = sentence, can_undo
