"""``GET /exports/journal.csv``: the audit log as the page shows it, for administrators."""

import io
import tempfile
from typing import IO

from sqlmodel import Session
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from portal.adapters.audit_files import write_audit_csv
from portal.api.exports import chunks
from portal.api.requests import client_address, see_other
from portal.api.session import actor_of
from portal.bootstrap import portal
from portal.domain.actors import MemberActor, Role, StaffActor
from portal.domain.audit_address import AuditFilter, read_audit_query
from portal.domain.paths import HOME, SIGN_IN, STAFF_HOME
from portal.services.audit_log import export_audit, record_audit_export

_IN_MEMORY = 1024 * 1024


def _export(request: Request) -> Response:
    # Starlette runs it in a worker thread: it may block.
    actor = actor_of(request)
    if not isinstance(actor, StaffActor):
        return see_other(HOME if isinstance(actor, MemberActor) else SIGN_IN)
    if not actor.role.includes(Role.ADMINISTRATOR):
        return see_other(STAFF_HOME)
    here = portal()
    wanted = read_audit_query(dict(request.query_params), here.today())
    target = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - sent later
    try:
        count = here.read(_fill, actor=actor, wanted=wanted, target=target)
        here.write(
            record_audit_export,
            actor=actor,
            now=here.clock.now(),
            count=count,
            network=client_address(request),
        )
        size = target.seek(0, io.SEEK_END)
    except BaseException:
        target.close()
        raise
    return StreamingResponse(
        chunks(target),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="journal-{here.today()}.csv"',
            "Content-Length": str(size),
            "Cache-Control": "no-store",
        },
        background=BackgroundTask(target.close),
    )


def _fill(*, session: Session, actor: StaffActor, wanted: AuditFilter, target: IO[bytes]) -> int:
    zone = portal().settings.zone
    lines = export_audit(session=session, actor=actor, zone=zone, wanted=wanted)
    return write_audit_csv(lines, target, zone)


routes: list[Route] = [Route("/exports/journal.csv", _export, methods=["GET"], name="export_audit")]
