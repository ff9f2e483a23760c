"""The help, by whoever opens the websocket or asks for any guide."""

from typing import Any

import pytest

from portal.state.help import HelpArticleState, HelpState
from tests.attacks.wire import Browser, name_of
from tests.hostile import HOSTILE_TEXTS
from tests.server import Server

ARTICLE = "/aide/tiers-payant?slug=tiers-payant"  # a page sends what varies in its route apart


def opinions(server: Server) -> int:
    return server.sql("SELECT count(*) FROM help_opinion")[0][0]


@pytest.mark.parametrize(
    ("handler", "payload"),
    [
        ("find_useful", {"slug": "tiers-payant"}),
        ("find_useful", {"useful": True}),
        ("find_useless", {"comment": "x"}),
        ("send_comment", {"form_data": {"comment": "x", "slug": "tiers-payant"}}),
        ("send_comment", {"form_data": {"comment": ["x"]}}),
        ("send_comment", {"form_data": {"comment": "x" * 2_001}}),
        ("send_comment", {"form_data": {"comment": "x" * 501}}),
        ("send_comment", {}),
    ],
)
def test_an_opinion_is_what_the_page_sends_and_nothing_else(
    stranger: Browser, server: Server, handler: str, payload: dict[str, Any]
) -> None:
    before = opinions(server)
    with stranger.tab(ARTICLE) as tab:
        assert tab.of(HelpArticleState)["loaded"]
        tab.call(name_of(HelpArticleState, handler), payload)
        assert tab.of(HelpArticleState)["opinion"] == ""
    assert opinions(server) == before


def test_without_an_article_there_is_nothing_to_have_an_opinion_of(
    stranger: Browser, server: Server
) -> None:
    before = opinions(server)
    for path in ("/aide", "/aide/nulle-part?slug=nulle-part", "/connexion"):
        with stranger.tab(path) as tab:
            tab.call(name_of(HelpArticleState, "find_useful"), {})
    assert opinions(server) == before


def test_another_browser_does_not_see_what_one_said(server: Server) -> None:
    with Browser(server) as anne, Browser(server) as thief:
        with anne.tab(ARTICLE, token="anne-reads") as tab:
            form = {"form_data": {"comment": "Trop de mots secrets"}}
            tab.call(name_of(HelpArticleState, "send_comment"), form)
            assert tab.of(HelpArticleState)["commented"]
        with thief.tab(ARTICLE, token="anne-reads") as tab:
            assert "secrets" not in tab.everything
        with anne.tab(ARTICLE) as tab:
            assert tab.of(HelpArticleState)["comment"] == "Trop de mots secrets"


def test_hostile_searches_find_nothing_and_break_nothing(stranger: Browser) -> None:
    with stranger.tab("/aide") as tab:
        for text in HOSTILE_TEXTS:
            tab.send(name_of(HelpState, "set_search"), {"text": text[:2_000]})
        tab.call(name_of(HelpState, "set_search"), {"text": "lunettes"})
        assert tab.of(HelpState)["results"][0]["href"] == "/aide/lunettes-et-lentilles"


def test_a_guide_is_a_pdf_for_everybody_and_what_is_none_is_not_found(
    stranger: Browser,
) -> None:
    answer = stranger.get("/aide/guides/se-connecter.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    for slug in (
        "tiers-payant",  # an article, but no guide
        "nulle-part",
        "..%2F..%2Fpyproject",
        "se-connecter%00",
        "%7B%7B7*7%7D%7D",
        "x" * 5_000,
    ):
        assert stranger.get(f"/aide/guides/{slug}.pdf").status_code in {400, 404, 414}, slug
