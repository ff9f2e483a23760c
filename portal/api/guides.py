"""``GET /aide/guides/{slug}.pdf``: an article of the help to print or keep; open to everybody."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from portal.adapters.guide_pdf import GuideHead, guide_pdf
from portal.bootstrap import the_help
from portal.domain.help import HELP
from portal.settings import brand, settings

_AN_HOUR = "public, max-age=3600"


def _guide(request: Request) -> Response:
    # Starlette runs it in a worker thread: the first time, it takes a moment.
    article = the_help().by_slug.get(request.path_params["slug"])
    if article is None or not article.guide:
        return PlainTextResponse("Ce guide n’existe pas.", status_code=404)
    who = brand()
    head = GuideHead(who.name, who.phone, who.phone_note, who.accent, settings().public_url)
    return Response(
        guide_pdf(article, the_help(), head),
        media_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{article.slug}.pdf"',
            "Cache-Control": _AN_HOUR,
        },
    )


routes: list[Route] = [
    Route(f"{HELP}/guides/{{slug}}.pdf", _guide, methods=["GET"], name="help_guide")
]
