"""``GET /sante``: whether this process can do its work, for load balancers and supervisors."""

from anyio.to_thread import run_sync
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from portal.bootstrap import portal


async def health(_request: Request) -> Response:
    """200 when the database answers, 503 when it does not."""
    reachable = await run_sync(_database_answers)
    return JSONResponse({"database": reachable}, status_code=200 if reachable else 503)


def _database_answers() -> bool:
    try:
        portal().read(lambda session: session.execute(text("SELECT 1")))
    except SQLAlchemyError:
        return False
    return True


routes = [Route("/sante", health, methods=["GET"])]
