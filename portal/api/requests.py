"""What the routes read from a request, and where they send the browser on."""

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse

from portal.settings import settings


def client_address(connection: HTTPConnection) -> str:
    """The client's network address; ``X-Forwarded-For`` counts only behind trusted proxies."""
    hops = settings().trusted_proxy_hops
    forwarded = [part.strip() for part in connection.headers.get("x-forwarded-for", "").split(",")]
    if hops and len(forwarded) >= hops and forwarded[-hops]:
        return forwarded[-hops][:64]
    return connection.client.host if connection.client else ""


def see_other(path: str) -> RedirectResponse:
    """Send the browser on to a page of the portal."""
    # Pages served from another port than ours (make dev) need their whole address.
    base = settings().public_url if settings().backend_url else ""
    return RedirectResponse(base + path, status_code=303, headers={"Cache-Control": "no-store"})
