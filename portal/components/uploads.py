"""Sending files (``assets/scripts/uploads.js``), and the list of those that were sent."""

from typing import Any

import reflex as rx
from reflex_base.event import passthrough_event_spec

from portal.components.links import anchor
from portal.components.types import Handler, Rows, Text
from portal.domain.file_refusals import SENTENCES, Reason
from portal.domain.files_held import MOST_BYTES, MOST_IN_ONE_PLACE
from portal.settings import backend
from portal.views.files import FileView

# Some systems know HEIC by its ending only.
_ACCEPTED = "application/pdf,image/jpeg,image/png,image/heic,image/heif,.heic,.heif"
_SAID_BY_THE_BROWSER = (Reason.EMPTY, Reason.TOO_LARGE, Reason.PLACE_FULL)
HINT = f"PDF ou photos (JPEG, PNG, HEIC), {MOST_BYTES // 1024**2}\u00a0Mo au plus par fichier."


class _UploadField(rx.Component):
    """See ``upload_field``."""

    library = "$/public/scripts/uploads.js"
    tag = "UploadField"

    place: rx.Var[str]
    files: rx.Var[Any]
    endpoint: rx.Var[str]
    label: rx.Var[str]
    hint: rx.Var[str]
    problem: rx.Var[str]
    accept: rx.Var[str]
    most: rx.Var[int]
    most_bytes: rx.Var[int]
    sentences: rx.Var[dict[str, str]]

    on_open: rx.EventHandler[passthrough_event_spec(str)]
    on_change: rx.EventHandler[passthrough_event_spec(str)]
    on_count: rx.EventHandler[passthrough_event_spec(str, int)]
    on_remove: rx.EventHandler[passthrough_event_spec(str, str)]
    on_put_back: rx.EventHandler[passthrough_event_spec(str, str)]


def upload_field(
    place: Text,
    files: Rows,
    *,
    on_open: Handler,
    on_change: Handler,
    on_remove: Handler,
    on_put_back: Handler,
    on_count: Handler,
    label: Text = "Joindre des fichiers",
    hint: Text = HINT,
    problem: Text = "",
) -> rx.Component:
    """Several files for what somebody writes at ``place`` (``domain.files_held.is_place``).

    ``files``: a Var of ``FileView`` rows, undefined while unknown. ``on_open(place)``: show them;
    ``on_change(place)``: some came; ``on_remove`` and ``on_put_back(place, public_id)``;
    ``on_count(place, under_way)``: so many are on their way.

    Pages use ``pages.uploads.attachments``, which brings the state.
    """
    return _UploadField.create(
        place=place,
        files=files,
        endpoint=backend("/fichiers"),
        label=label,
        hint=hint,
        problem=problem,
        accept=_ACCEPTED,
        most=MOST_IN_ONE_PLACE,
        most_bytes=MOST_BYTES,
        sentences={reason.value: SENTENCES[reason] for reason in _SAID_BY_THE_BROWSER},
        on_open=on_open,
        on_change=on_change,
        on_count=on_count,
        on_remove=on_remove,
        on_put_back=on_put_back,
    )


def file_list(files: Rows, *, proof: bool = False) -> rx.Component:
    """Files that were sent (rows of ``FileView``), to read. ``proof``: with what was received."""
    return rx.el.ul(rx.foreach(files, lambda file: _row(file, proof)), class_name="files")


def _row(file: FileView, proof: bool) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            file.kind_label, class_name=f"file-kind file-kind-{file.kind}", aria_hidden="true"
        ),
        rx.el.div(
            anchor(
                file.name,
                rx.el.span(" (nouvelle fenêtre)", class_name="sr-only"),
                href=file.href,
                target="_blank",
                rel="noopener",
                class_name="file-name link",
            ),
            rx.el.p(file.size, class_name="file-about"),
            rx.el.details(
                rx.el.summary("Preuve de réception"),
                rx.el.p(file.proof, class_name="file-about"),
                class_name="file-proof",
            )
            if proof
            else rx.fragment(),
            class_name="file-text",
        ),
        class_name="file",
        key=file.public_id,
    )
