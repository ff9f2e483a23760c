"""``GET /exports/remboursements.csv`` and ``.xlsx``: the lines that the page shows, as files.

The file is made first, in a short transaction, and sent afterwards: a slow reader holds a file
without a name, never a connection of the database.
"""

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from typing import IO

from sqlmodel import Session
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from portal.adapters.claim_files import csv_chunks, write_xlsx
from portal.api.requests import client_address, see_other
from portal.api.session import actor_of
from portal.bootstrap import portal
from portal.domain.actors import MemberActor
from portal.domain.claims_address import read_query
from portal.domain.claims_filter import ClaimFilter
from portal.domain.claims_lines import ClaimExportRow
from portal.domain.paths import SIGN_IN
from portal.services.claims import stream_claims
from portal.services.exports import record_export

_CHUNK = 64 * 1024
_IN_MEMORY = 1024 * 1024

Writer = Callable[[Iterable[ClaimExportRow], IO[bytes]], int]


def _write_csv(rows: Iterable[ClaimExportRow], target: IO[bytes]) -> int:
    count = 0

    def counted() -> Iterator[ClaimExportRow]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    for chunk in csv_chunks(counted()):
        target.write(chunk)
    return count


_FORMATS: dict[str, tuple[Writer, str]] = {
    "csv": (_write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def file_name(today: date, file_format: str) -> str:
    """``remboursements-2026-11-22.csv``."""
    return f"remboursements-{today.isoformat()}.{file_format}"


def _export(file_format: str, request: Request) -> Response:
    # Starlette runs it in a worker thread: it may block.
    actor = actor_of(request)
    if not isinstance(actor, MemberActor):
        return see_other(SIGN_IN)
    now = portal().clock.now()
    write, media_type = _FORMATS[file_format]
    target = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - sent later
    try:
        count = portal().read(
            _fill, actor=actor, wanted=read_query(request.url.query), write=write, target=target
        )
        portal().write(
            record_export,
            actor=actor,
            now=now,
            file_format=file_format,
            count=count,
            network=client_address(request),
        )
        size = target.seek(0, io.SEEK_END)
    except BaseException:
        target.close()
        raise
    name = file_name(portal().today(), file_format)
    return StreamingResponse(
        chunks(target),
        media_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Length": str(size),
            "Cache-Control": "no-store",
        },
        background=BackgroundTask(target.close),
    )


def _fill(
    *, session: Session, actor: MemberActor, wanted: ClaimFilter, write: Writer, target: IO[bytes]
) -> int:
    return write(stream_claims(session=session, actor=actor, wanted=wanted), target)


def chunks(source: IO[bytes]) -> Iterator[bytes]:
    """The content of a file, some at a time; it is closed at the end."""
    with source:
        source.seek(0)
        while chunk := source.read(_CHUNK):
            yield chunk


routes: list[Route] = [
    Route(
        f"/exports/remboursements.{file_format}",
        partial(_export, file_format),
        methods=["GET"],
        name=f"export_{file_format}",
    )
    for file_format in _FORMATS
]
