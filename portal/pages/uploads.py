"""Sending files from a page, in one line."""

import reflex as rx

from portal.components.types import Text
from portal.components.uploads import HINT, upload_field
from portal.state.uploads import UploadsState


def attachments(
    place: Text, *, label: Text = "Joindre des fichiers", hint: Text = HINT
) -> rx.Component:
    """The files of what is being written at ``place``: ``new``, ``conversation-12``.

    They are in the holder ``domain.files_held.of_draft(account_id, place)`` until a service moves
    them. ``UploadsState.under_way[place]`` says how many are still on their way: wait for 0 before
    sending. Pages that should follow other tabs add ``reload_when={"files": UploadsState.reload}``.
    """
    return upload_field(
        place,
        UploadsState.files[place],
        label=label,
        hint=hint,
        problem=UploadsState.problem,
        on_open=UploadsState.open,
        on_change=UploadsState.follow,
        on_remove=UploadsState.remove,
        on_put_back=UploadsState.put_back,
        on_count=UploadsState.count,
    )
