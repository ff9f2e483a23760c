"""The outermost layer: which hosts and origins are answered, and with which headers."""

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.services.secrets import new_token
from portal.settings import Settings

_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
# Browsers ask for some of them at each change of the address.
_PICTURES = (".svg", ".ico", ".png", ".woff2")
# What an answer may say for itself: a file sent by somebody is shown with fewer rights than a page.
_OF_THE_ANSWER = {"Content-Security-Policy"}
_BROWSER_COOKIE_AGE = 400 * 24 * 3600


def script_hashes(pages: Iterable[Path]) -> list[str]:
    """CSP sources for the inline scripts of the built pages: these very scripts, no others."""
    found: set[str] = set()
    for page in pages:
        for script in _INLINE_SCRIPT.findall(page.read_bytes()):
            found.add(base64.b64encode(hashlib.sha256(script).digest()).decode())
    return sorted(f"'sha256-{digest}'" for digest in found)


class Security:
    """ASGI wrapper: checks host and origin, marks browsers, adds the security headers."""

    def __init__(self, app: ASGIApp, *, settings: Settings, built_pages: Path) -> None:
        self._app = app
        self._settings = settings
        self._origins = set(settings.origins)
        self._hosts = {urlsplit(origin).netloc for origin in settings.origins}
        self._hosts.update(settings.extra_hosts)
        self._headers = _headers(settings, script_hashes(built_pages.rglob("*.html")))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse with 400 (host) or 403 (origin)."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not self._host_is_ours(headers):
            wanted = f"L’espace adhérent est à l’adresse {self._settings.public_url}"
            await self._refuse(scope, receive, send, 400, wanted)
        elif not self._origin_is_ours(scope, headers):
            await self._refuse(scope, receive, send, 403, "Origine refusée.")
        else:
            await self._app(scope, receive, self._adding_headers(scope, send))

    def _host_is_ours(self, headers: Headers) -> bool:
        hosts = headers.getlist("host")
        return len(hosts) == 1 and hosts[0].lower() in self._hosts

    def _origin_is_ours(self, scope: Scope, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin is None:
            # Browsers name the origin of every websocket and of every request that changes
            # something; programs with an API key do not, and carry no cookie either.
            safe = scope["type"] == "http" and scope["method"] in {"GET", "HEAD", "OPTIONS"}
            return safe or "cookie" not in headers
        return origin in self._origins

    def _adding_headers(self, scope: Scope, send: Send) -> Send:
        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    if name not in _OF_THE_ANSWER or name not in headers:
                        headers[name] = value
                headers["Cache-Control"] = _caching(scope["path"], headers)
                if "text/html" in headers.get("content-type", ""):
                    self._mark_browser(scope, headers)
            await send(message)

        return adding

    def _mark_browser(self, scope: Scope, headers: MutableHeaders) -> None:
        """Give a browser without one its anonymous cookie, before its websocket opens."""
        name = self._settings.browser_cookie
        if name not in HTTPConnection(scope).cookies:
            secure = "; Secure" if self._settings.is_https else ""
            headers.append(
                "Set-Cookie",
                f"{name}={new_token()}; Path=/; Max-Age={_BROWSER_COOKIE_AGE}; "
                f"HttpOnly; SameSite=Lax{secure}",
            )

    async def _refuse(
        self, scope: Scope, receive: Receive, send: Send, status: int, sentence: str
    ) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 4000 + status, "reason": sentence})
            return
        answer = PlainTextResponse(sentence, status_code=status, headers=self._headers)
        await answer(scope, receive, send)


def _caching(path: str, headers: MutableHeaders) -> str:
    if path.startswith("/assets/"):
        return "public, max-age=31536000, immutable"
    if "text/html" in headers.get("content-type", "") or "cache-control" in headers:
        return headers.get("cache-control", "no-store")
    if path.endswith(_PICTURES):
        return "public, max-age=3600"
    return "no-cache"


def _headers(settings: Settings, scripts: list[str]) -> dict[str, str]:
    websockets = " ".join(origin.replace("http", "ws", 1) for origin in settings.origins)
    policy: dict[str, Any] = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *scripts]),
        # The CSS-in-JS library of the framework adds its rules in <style> elements.
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "connect-src": f"'self' {websockets}",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    headers = {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    }
    if settings.is_https:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    return headers
