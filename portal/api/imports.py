"""``POST /api/v1/imports/{kind}``: the same import as the command line's, over HTTP."""

import tempfile
from pathlib import Path
from typing import IO

import anyio.to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from portal.adapters.csv_files import CsvFile
from portal.bootstrap import portal
from portal.domain.actors import Operator
from portal.domain.errors import NotAllowed
from portal.domain.files.kinds import KINDS
from portal.services.api_keys import operator_of_key
from portal.services.imports import ImportReport, as_json, import_files

_TRUE = {"1", "true", "oui"}


async def receive(request: Request) -> Response:
    """Take one file in. 200 when it was imported, 422 when it was not; the report says why."""
    kind = request.path_params["kind"]
    operator = await anyio.to_thread.run_sync(_operator, request)
    if operator is None:
        headers = {"www-authenticate": "Bearer"}
        return _refused(401, "Cette clé n’est pas valable.", headers)
    if kind not in {known.name for known in KINDS}:
        return _refused(404, f"Il n’y a pas de fichiers de ce genre\u00a0: {kind[:40]}.")
    with tempfile.NamedTemporaryFile(prefix="portal-import-", suffix=".csv") as body:
        limit = portal().settings.import_max_megabytes * 1_000_000
        try:
            complete = await _store(request, body, limit)
        except ClientDisconnect:
            return _refused(400, "L’envoi a été interrompu\u00a0: rien n’a été importé.")
        if not complete:
            return _refused(413, f"Le fichier dépasse {limit // 1_000_000} Mo.")
        report = await anyio.to_thread.run_sync(_import, request, operator, Path(body.name), kind)
    return StreamingResponse(
        as_json(report),
        status_code=200 if report.applied else 422,
        media_type="application/json",
        headers={"cache-control": "no-store"},
    )


async def _store(request: Request, body: IO[bytes], limit: int) -> bool:
    """Write the body to disk as it comes; return False as soon as it is too long."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        return False
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            return False
        await anyio.to_thread.run_sync(body.write, chunk)
    body.flush()
    return True


def _operator(request: Request) -> Operator | None:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    try:
        return portal().read(operator_of_key, key=key.strip())
    except NotAllowed:
        return None


def _import(request: Request, operator: Operator, path: Path, kind: str) -> ImportReport:
    wired = portal()
    return import_files(
        engine=wired.engine,
        actor=operator,
        clock=wired.clock,
        cipher=wired.cipher,
        files=[CsvFile(path, name=f"{kind}.csv", kind=kind)],
        zone=wired.settings.zone,
        dry_run=request.query_params.get("dry_run") in _TRUE,
        skip_bad_rows=request.query_params.get("skip_bad_rows") in _TRUE,
    )


def _refused(status: int, sentence: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse(
        {"error": sentence}, status, headers={"cache-control": "no-store", **(headers or {})}
    )


routes: list[Route] = [Route("/api/v1/imports/{kind}", receive, methods=["POST"])]
