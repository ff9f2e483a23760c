"""What a browser shows when one of our routes fails: a page in words, with the way on."""

from html import escape

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from portal.settings import brand

log = structlog.get_logger()

_PAGE = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>{title} · {name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/styles/tokens.css"><link rel="stylesheet" href="/styles/base.css">
<style>main {{ max-width: 34rem; margin: 12vh auto; padding: 0 1.25rem }}</style></head>
<body><main id="contenu"><h1>{title}</h1><p>{text}</p>
<p><a class="link" href="/">Revenir à l’accueil</a></p>
<p>Besoin d’aide&nbsp;? <a class="link" href="{call}">{phone}</a>. {note}</p>
</main></body></html>"""


def _page(title: str, text: str, status: int) -> Response:
    html = _PAGE.format(
        title=escape(title),
        text=escape(text),
        name=escape(brand().name),
        phone=escape(brand().phone),
        call=escape(brand().phone_href),
        note=escape(brand().phone_note),
    )
    return HTMLResponse(html, status_code=status, headers={"Cache-Control": "no-store"})


def missing_file() -> Response:
    """A file that is not there, or not for this reader: 404."""
    return _page(
        "Ce fichier n’existe pas, ou n’est plus là",
        "Revenez à la page d’où vous venez pour voir les fichiers qui s’y trouvent.",
        404,
    )


def unreadable_file() -> Response:
    """A file whose content is lost or changed: 500."""
    return _page(
        "Ce fichier ne peut pas être ouvert",
        "C’est de notre fait, et nous en sommes avertis. "
        "Si vous en avez besoin, écrivez-nous ou appelez-nous.",
        500,
    )


async def database_unreachable(_request: Request, error: Exception) -> Response:
    """The database does not answer: 503."""
    log.error("route.database_unreachable", exc_info=error)
    return _page(
        "Le service ne répond pas pour le moment",
        "C’est de notre fait. Rien n’a été enregistré\u00a0: réessayez dans quelques instants.",
        503,
    )


async def unexpected(_request: Request, error: Exception) -> Response:
    """Anything else: 500."""
    log.error("route.failed", exc_info=error)
    return _page(
        "Un incident nous empêche de répondre",
        "Nous en sommes avertis. Rien de ce que vous avez fait n’est perdu\u00a0: "
        "réessayez dans quelques minutes.",
        500,
    )
