"""Serves ``/espace`` as ``/espace/`` is: without the redirection that adds a slash to addresses."""

from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send


class CleanUrls:
    """ASGI wrapper: the path of a built page finds its ``index.html``."""

    def __init__(self, app: ASGIApp, built_pages: Path) -> None:
        self._app = app
        self._pages = {
            f"/{page.parent.relative_to(built_pages).as_posix()}"
            for page in built_pages.rglob("index.html")
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its path completed when it is a page's."""
        if scope["type"] == "http" and scope["path"] in self._pages:
            path = scope["path"] + "/"
            scope = {**scope, "path": path, "raw_path": path.encode()}
        await self._app(scope, receive, send)
