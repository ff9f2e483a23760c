"""When something the portal needs goes away: a clear sentence, and on again without a restart."""

from portal.state.claims import ClaimsState
from portal.state.shell import ShellState
from tests.attacks.wire import Browser, name_of
from tests.server import Cluster, wait_until


def test_without_its_database_the_portal_says_so_and_recovers(cluster: Cluster) -> None:
    with (
        Browser(cluster, session=cluster.sign_in("family")) as browser,
        browser.tab("/remboursements") as tab,
    ):
        page = tab.of(ClaimsState)["page"]["number"]
        with cluster.without_database():
            tab.send(name_of(ClaimsState, "next_page"))
            tab.until(lambda: "ne répond pas" in tab.of(ShellState).get("problem", ""), 40)
            assert tab.of(ClaimsState)["page"]["number"] == page
            assert browser.get("/sante").status_code == 503
            assert browser.post("/session", {"ticket": "x"}).status_code == 503
        wait_until(cluster.answers, "the database again", 40)
        tab.call(name_of(ClaimsState, "next_page"))
        assert tab.of(ClaimsState)["page"]["number"] == page + 1
        assert tab.of(ShellState)["problem"] == ""
