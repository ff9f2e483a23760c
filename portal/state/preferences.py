"""Notification preferences: each choice is kept as soon as it is made."""

from typing import Annotated, Any

import reflex as rx
from pydantic import BaseModel, ConfigDict, Field

from portal.bootstrap import portal
from portal.domain.errors import InvalidInput
from portal.services.notification_choices import (
    Preferences,
    choose,
    clear_quiet_hours,
    read_preferences,
    set_quiet_hours,
)
from portal.state.access import Access, fits, open_to, passive
from portal.state.acting import the_member
from portal.state.bridge import read, write
from portal.views import preferences as views
from portal.views.preferences import TopicView

Code = Annotated[str, Field(max_length=16)]


class QuietForm(BaseModel):
    """What the form of the quiet hours sends."""

    model_config = ConfigDict(extra="forbid")

    starts: Annotated[str, Field(max_length=16)]
    ends: Annotated[str, Field(max_length=16)]


@open_to(Access.MEMBER)
class PreferencesState(rx.State):
    """Topics by channel, and the quiet hours.

    ``version`` changes when the boxes shown have to be drawn anew: ticked elsewhere, or taken back.
    """

    loaded: bool = False
    topics: list[TopicView] = []
    has_phone: bool = False
    version: int = 0
    quiet: str = ""
    quiet_starts: str = ""
    quiet_ends: str = ""
    starts_error: str = ""
    ends_error: str = ""
    saved: str = ""
    can_undo: bool = False

    _last: tuple[str, str, bool] | None = None

    @rx.event
    async def load(self) -> None:
        """Open the page."""
        self._say("")
        self.starts_error = self.ends_error = ""
        self._show(await self._read())
        self.version += 1
        self.loaded = True

    @rx.event
    @passive
    async def reload(self) -> None:
        """Something was chosen in another tab."""
        before = (self.topics, self.quiet)
        self._show(await self._read())
        if (self.topics, self.quiet) != before:
            self.version += 1

    @rx.event
    async def choose(self, topic: Code, channel: Code, wanted: bool) -> None:
        """Be told, or not, of a topic by a channel."""
        try:
            await self._choose(topic, channel, wanted)
        except InvalidInput as refusal:
            self._say(refusal.sentence)
            self.version += 1
            return
        self._last = (topic, channel, not wanted)
        self._say(views.saved(topic, channel, wanted), can_undo=True)

    @rx.event
    async def undo(self) -> None:
        """Take the last choice back."""
        last, self._last = self._last, None
        if last is not None:
            await self._choose(*last)
            self.version += 1
            self._say(views.saved(*last))

    @rx.event
    async def keep_quiet(self, form_data: Annotated[dict[str, Any], fits(QuietForm)]) -> Any:
        """Set the quiet hours."""
        form = QuietForm(**form_data)
        self.starts_error = self.ends_error = ""
        try:
            await write(
                set_quiet_hours,
                actor=the_member(),
                now=portal().clock.now(),
                starts=form.starts,
                ends=form.ends,
            )
        except InvalidInput as refusal:
            if refusal.field == "starts":
                self.starts_error = refusal.sentence
            else:
                self.ends_error = refusal.sentence
            return rx.set_focus("erreurs")
        self._show(await self._read())
        self._say(f"Enregistré. Heures calmes\u00a0: {self.quiet}")
        return None

    @rx.event
    async def stop_quiet(self) -> Any:
        """Be told at any hour again."""
        await write(clear_quiet_hours, actor=the_member(), now=portal().clock.now())
        self._show(await self._read())
        self._say("Enregistré. Vous n’avez plus d’heures calmes.")
        return rx.set_focus("starts")

    @rx.event
    def close(self) -> None:
        """The answer was seen."""
        self._say("")

    async def _choose(self, topic: str, channel: str, wanted: bool) -> None:
        await write(
            choose,
            actor=the_member(),
            now=portal().clock.now(),
            topic=topic,
            channel=channel,
            wanted=wanted,
        )
        self._show(await self._read())

    async def _read(self) -> Preferences:
        return await read(read_preferences, actor=the_member())

    def _say(self, sentence: str, *, can_undo: bool = False) -> None:
        self.saved, self.can_undo = sentence, can_undo

    def _show(self, preferences: Preferences) -> None:
        self.topics = views.topics(preferences)
        self.has_phone = preferences.has_phone
        self.quiet = views.quiet_sentence(preferences.quiet)
        self.quiet_starts, self.quiet_ends = views.quiet_fields(preferences.quiet)
