"""What the staff does with a conversation beside answering it."""

from typing import Annotated, Any

import reflex as rx
from pydantic import BaseModel, ConfigDict

from portal.bootstrap import portal
from portal.domain.desk import Reason
from portal.domain.errors import InvalidInput, NotAllowed, NotFound, Overtaken
from portal.services.desk_acts import close, release, reopen, take_over, transfer
from portal.services.desk_notes import write_note
from portal.services.drafts import new_stamp
from portal.settings import settings
from portal.state.access import Access, fits, open_to
from portal.state.acting import the_staff
from portal.state.bridge import write
from portal.state.desk_thread import Code, DeskThreadState, Stamp, Typed


class NoteForm(BaseModel):
    """What the form of a note sends."""

    model_config = ConfigDict(extra="forbid")

    note: Typed
    stamp: Stamp


class TransferForm(BaseModel):
    """What the form of a transfer sends."""

    model_config = ConfigDict(extra="forbid")

    team: Code
    word: Typed


class CloseForm(BaseModel):
    """What the form of a closure sends."""

    model_config = ConfigDict(extra="forbid")

    reason: Code


@open_to(Access.STAFF)
class DeskActsState(rx.State):
    """Notes, transfers and closures of the conversation that ``DeskThreadState`` shows.

    ``stamp`` names the note being written: it is added once.
    """

    stamp: str = ""
    note_error: str = ""
    transfer_error: str = ""

    @rx.event
    def load(self) -> None:
        """The page opens: nothing is written yet."""
        self.stamp, self.note_error, self.transfer_error = new_stamp(), "", ""

    @rx.event
    async def add_note(self, form_data: Annotated[dict[str, Any], fits(NoteForm)]) -> None:
        """Tell colleagues something."""
        form, thread = NoteForm(**form_data), await self._thread()
        self.note_error = ""
        try:
            await write(write_note, body=form.note, stamp=form.stamp, **thread._act())
        except (InvalidInput, NotFound) as refusal:
            self.note_error = refusal.sentence
            return
        self.stamp = new_stamp()
        await thread._follow()
        await thread._say("Note ajoutée.")

    @rx.event
    async def move(self, form_data: Annotated[dict[str, Any], fits(TransferForm)]) -> None:
        """Hand the conversation to a team, with a word for it."""
        form, tree = TransferForm(**form_data), portal().flows.messages
        thread = await self._thread()
        self.transfer_error = ""
        try:
            await write(
                transfer,
                actor=the_staff(),
                now=portal().clock.now(),
                ids=[thread._id],
                team=form.team,
                knows=lambda one: tree.team(one) is not None,
                note=form.word,
            )
        except InvalidInput as refusal:
            self.transfer_error = refusal.sentence
            return
        await thread._follow()
        await thread._say(f"Conversation transférée\u00a0: {thread.view.team}.")

    @rx.event
    async def close(self, form_data: Annotated[dict[str, Any], fits(CloseForm)]) -> None:
        """Close the conversation without an answer."""
        code, thread = CloseForm(**form_data).reason, await self._thread()
        reason = Reason(code) if code in set(Reason) else Reason.SOLVED
        await self._do(close, "Conversation close.", reason=reason, version=thread._read_version)

    @rx.event
    async def reopen(self) -> None:
        """Have it wait for an answer again."""
        await self._do(reopen, "Conversation rouverte.", zone=settings().zone)

    @rx.event
    async def take(self) -> None:
        """Take care of it."""
        await self._do(take_over, "Cette conversation est à vous.")

    @rx.event
    async def release(self) -> None:
        """Give it back to the team."""
        await self._do(release, "La conversation est rendue à l’équipe.")

    async def _do(self, service: Any, sentence: str, **arguments: Any) -> None:
        thread = await self._thread()
        try:
            await write(service, **thread._act(), **arguments)
        except (NotAllowed, NotFound, Overtaken) as refusal:
            sentence = refusal.sentence
        await thread._follow()
        await thread._say(sentence)

    async def _thread(self) -> DeskThreadState:
        return await self.get_state(DeskThreadState)
