"""``PUT /fichiers``: a file comes in; ``GET /fichiers/{id}``: it is read.

The body of a PUT is the file itself. Its headers say where it belongs (``X-File-Place``, see
``domain.files_held``), its name (``X-File-Name``, percent-encoded) and which sending it is
(``Idempotency-Key``: sent again after an answer that got lost, it is the same file). It is held in
memory until it is encrypted: nothing of a file that is not taken touches the disk.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote, unquote

import anyio
import structlog
from anyio.to_thread import run_sync
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from portal.api import errors
from portal.api.requests import client_address, see_other
from portal.api.session import actor_of
from portal.bootstrap import portal
from portal.domain.actors import AccountActor
from portal.domain.errors import NotFound
from portal.domain.file_refusals import SENTENCES, FileNotTaken, Reason
from portal.domain.files_held import MOST_BYTES, MediaType, is_place, kept_name
from portal.domain.paths import SIGN_IN, with_next
from portal.services.file_intake import Received, add_file, begin_upload, refuse_file
from portal.services.files import FileLine, open_file
from portal.services.ports import ContentLost
from portal.views.files import file_size

log = structlog.get_logger()

AT_ONCE = 4  # for one account, in this process
IN_MEMORY = 16  # for everybody, in this process
_WAITING, _STALLED, _WHOLE = 20.0, 30.0, 900.0  # seconds
_KEY = re.compile(r"[0-9A-Za-z-]{8,64}")

_STATUS = {
    Reason.TOO_LARGE: 413,
    Reason.CUT: 400,
    Reason.PLACE_FULL: 409,
    Reason.QUOTA: 409,
    Reason.TOO_MANY_TODAY: 429,
    Reason.AT_ONCE: 429,
    Reason.BUSY: 503,
    Reason.NO_ROOM: 507,
}
_MAY_PASS = {Reason.CUT, Reason.AT_ONCE, Reason.BUSY, Reason.NO_ROOM}
_SIGNED_OUT = "Votre session est terminée. Reconnectez-vous, puis envoyez de nouveau ce fichier."

# A picture is shown with no rights at all. The browsers' readers of PDF do not open in a sandbox.
_BARE = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'"
_POLICIES = {MediaType.PDF: _BARE}

_going: Counter[int] = Counter()
_in_memory = anyio.Semaphore(IN_MEMORY)
_inspecting = anyio.CapacityLimiter(4)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a sending says of itself."""

    place: str
    name: str
    key: str


async def receive(request: Request) -> Response:
    """Take one file in. 200 with the file, otherwise a sentence that says why not."""
    actor = await run_sync(actor_of, request)
    if actor is None:
        return _answer(401, error=_SIGNED_OUT, retry=False)
    asked = _asked(request)
    if asked is None:
        return _answer(400, error="Cet envoi est incomplet.", retry=False)
    try:
        with _turn_of(actor):
            line = await _take_in(request, actor, asked)
    except FileNotTaken as refusal:
        reason = refusal.reason
        return _answer(_STATUS.get(reason, 422), error=refusal.sentence, retry=reason in _MAY_PASS)
    except SQLAlchemyError:
        log.error("files.database_unreachable", exc_info=True)
        return _answer(503, error=SENTENCES[Reason.NO_ROOM], retry=True)
    return _answer(
        200, file={"id": line.public_id, "name": line.name, "size": file_size(line.size)}
    )


def _asked(request: Request) -> _Asked | None:
    headers = request.headers
    place, key = headers.get("x-file-place", ""), headers.get("idempotency-key", "")
    if not is_place(place) or not _KEY.fullmatch(key):
        return None
    return _Asked(place, unquote(headers.get("x-file-name", ""))[:1_000], key)


@contextmanager
def _turn_of(actor: AccountActor) -> Iterator[None]:
    if _going[actor.account_id] >= AT_ONCE:
        raise FileNotTaken(Reason.AT_ONCE)
    _going[actor.account_id] += 1
    try:
        yield
    finally:
        _going[actor.account_id] -= 1
        if not _going[actor.account_id]:
            del _going[actor.account_id]


async def _take_in(request: Request, actor: AccountActor, asked: _Asked) -> FileLine:
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > MOST_BYTES:
        raise FileNotTaken(Reason.TOO_LARGE)
    try:
        known = await run_sync(_begin, actor, asked)
    except FileNotTaken:
        # Browsers do not hear an answer that comes before they are done.
        async for _ in _chunks(request):
            pass
        raise
    try:
        with anyio.fail_after(_WAITING):
            await _in_memory.acquire()
    except TimeoutError as error:
        raise FileNotTaken(Reason.BUSY) from error
    try:
        body = bytearray()
        async for chunk in _chunks(request):
            body += chunk
        if announced.isdecimal() and len(body) != int(announced):
            raise FileNotTaken(Reason.CUT)
        if known is not None:
            return known
        network = client_address(request)
        return await run_sync(_keep, actor, asked, bytes(body), network, limiter=_inspecting)
    finally:
        _in_memory.release()


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    """The body as it comes, refused as soon as it is too long, or does not come any more."""
    stream, size, until = request.stream(), 0, anyio.current_time() + _WHOLE
    while True:
        try:
            with anyio.fail_after(min(_STALLED, until - anyio.current_time())):
                chunk = await anext(stream, None)
        except (ClientDisconnect, TimeoutError) as error:
            raise FileNotTaken(Reason.CUT) from error
        if chunk is None:
            return
        size += len(chunk)
        if size > MOST_BYTES:
            raise FileNotTaken(Reason.TOO_LARGE)
        yield chunk


def _begin(actor: AccountActor, asked: _Asked) -> FileLine | None:
    here = portal()
    return here.write(
        begin_upload,
        actor=actor,
        now=here.clock.now(),
        limits=here.settings.file_limits,
        place=asked.place,
        key=asked.key,
    )


def _keep(actor: AccountActor, asked: _Asked, body: bytes, network: str) -> FileLine:
    """Inspect a file, keep its content, then write its row."""
    here = portal()
    digest = sha256(body).hexdigest()
    try:
        received = _made_safe(asked, body, digest)
    except FileNotTaken as refusal:
        here.write(
            refuse_file,
            actor=actor,
            now=here.clock.now(),
            reason=refusal.reason,
            sha256=digest,
            network=network,
        )
        raise
    try:
        added = here.write(
            add_file,
            actor=actor,
            now=here.clock.now(),
            cipher=here.cipher,
            limits=here.settings.file_limits,
            place=asked.place,
            key=asked.key,
            received=received,
        )
    except FileNotTaken:
        here.files.remove(received.content.name)
        raise
    # Of any other failure nobody knows whether the row was written: the sweep will see.
    if not added.is_new:
        here.files.remove(received.content.name)
    return added.line


def _made_safe(asked: _Asked, body: bytes, digest: str) -> Received:
    here = portal()
    safe = here.inspector.inspect(body)
    # Where files and database share a disk, files leave room for the rest to go on.
    reserve = here.settings.upload_reserve_megabytes * 1024**2
    try:
        if here.files.free_bytes() < reserve + len(safe.content):
            raise FileNotTaken(Reason.NO_ROOM)
        content = here.files.put(safe.content)
    except OSError as error:
        log.error("files.no_room", error=type(error).__name__)
        raise FileNotTaken(Reason.NO_ROOM) from error
    return Received(
        name=kept_name(asked.name, safe.media_type),
        media_type=safe.media_type,
        size=len(safe.content),
        sent_size=len(body),
        sent_sha256=digest,
        content=content,
    )


def _answer(status: int, **told: object) -> Response:
    return JSONResponse(told, status, headers={"Cache-Control": "no-store"})


def read(request: Request) -> Response:
    """Send a file to who may read it; 404 to anybody else. Runs in a worker thread."""
    actor = actor_of(request)
    if actor is None:
        return see_other(with_next(SIGN_IN, request.url.path, motif="session"))
    here = portal()
    try:
        found = here.write(
            open_file,
            actor=actor,
            now=here.clock.now(),
            cipher=here.cipher,
            public_id=request.path_params["public_id"][:64],
            network=client_address(request),
        )
    except NotFound:
        return errors.missing_file()
    try:
        content = here.files.read(found.stored_name, found.content_key)
    except ContentLost:
        log.exception("files.content_lost")
        return errors.unreadable_file()
    media_type = MediaType(found.line.media_type)
    return StreamingResponse(
        content,
        media_type=media_type,
        headers={
            "Content-Disposition": _disposition(found.line.name),
            "Content-Length": str(found.line.size),
            "Cache-Control": "no-store",
            "Content-Security-Policy": _POLICIES.get(media_type, f"{_BARE}; sandbox"),
        },
    )


def _disposition(name: str) -> str:
    """``inline`` under a name that old and new browsers read alike (RFC 6266)."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", ascii_name)
    if plain.startswith("."):  # nothing of the name is ASCII but its ending
        plain = "document" + plain
    return f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


routes: list[Route] = [
    Route("/fichiers", receive, methods=["PUT"]),
    Route("/fichiers/{public_id}", read, methods=["GET"]),
]
