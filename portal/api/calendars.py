"""``GET /agenda/{reference}/{proof}.ics``: a booking as a calendar file.

The proof opens nothing else, and the file says no more than when somebody calls: it needs no
session, so that a phone can hand the address over to its calendar.
"""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from portal.adapters.calendars import FILE_NAME, Entry, calendar_file
from portal.adapters.letters.calendar import entry_text
from portal.bootstrap import portal
from portal.domain.bookings import name_of
from portal.domain.errors import NotFound
from portal.services.booking_rows import minutes_of
from portal.services.own_bookings import CalendarEntry, calendar_entry
from portal.settings import brand, settings


def _calendar(request: Request) -> Response:
    # Starlette runs it in a worker thread: it may block.
    try:
        found = portal().read(
            calendar_entry,
            cipher=portal().cipher,
            reference=request.path_params["reference"],
            proof=request.path_params["proof"],
        )
    except NotFound as refusal:
        return PlainTextResponse(refusal.sentence, status_code=404)
    return Response(
        _file(found),
        media_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{FILE_NAME}"',
            "Cache-Control": "no-store",
        },
    )


def _file(found: CalendarEntry) -> bytes:
    entry = Entry(
        reference=found.reference,
        starts_at=found.starts_at,
        minutes=minutes_of(found.starts_at, found.ends_at),
        sequence=found.sequence,
        title=f"{name_of(found.kind, found.medium)} · {brand().name}",
        text=entry_text(found.reference),
        is_cancelled=found.is_cancelled,
    )
    return calendar_file(
        entry,
        writer=brand().name,
        host=settings().public_host,
        now=portal().clock.now(),
    )


routes: list[Route] = [
    Route("/agenda/{reference}/{proof}.ics", _calendar, methods=["GET"], name="calendar")
]
