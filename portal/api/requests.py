"""What the routes read from a request."""

from starlette.requests import HTTPConnection

from portal.settings import settings


def client_address(connection: HTTPConnection) -> str:
    """The client's network address; ``X-Forwarded-For`` counts only behind trusted proxies."""
    hops = settings().trusted_proxy_hops
    forwarded = [
        part.strip() for part in connection.headers.get("x-forwarded-for", "").split(",")
    ]
    if hops and len(forwarded) >= hops and forwarded[-hops]:
        return forwarded[-hops][:64]
    return connection.client.host if connection.client else ""
