"""Other people's conversations, and one's own with what no page would send."""

from typing import Any

from portal.state.conversations import ClaimTalksState, ConversationsState
from portal.state.thread import ThreadState
from tests.attacks.wire import Browser, Tab, name_of
from tests.conversing import ask
from tests.hostile import HOSTILE_TEXTS
from tests.server import Server, wait_until

SECRET = "Une question qui ne regarde que Claire."
STAMP = "a" * 24


def acts(tab: Tab) -> None:
    """Everything that a page of a conversation can do."""
    form = {"body": "Bonjour, c’est Claire.", "stamp": STAMP}
    tab.call(name_of(ThreadState, "keep"), {"text": "Bonjour"})
    tab.call(name_of(ThreadState, "send"), {"form_data": form})
    tab.call(name_of(ThreadState, "chase"), {"form_data": {"nudge": "Alors ?"}})
    for handler in ("see", "reload", "follow_draft", "take_other"):
        tab.call(name_of(ThreadState, handler))


def test_another_member_s_conversation_answers_as_one_that_does_not_exist(
    server: Server, yanis: Browser
) -> None:
    hers = ask(server.portal, server.actor("family"), SECRET)
    before = server.sql("SELECT count(*) FROM message")
    seen: list[dict[str, Any]] = []
    for reference in (hers.reference, "M-AAAAAA"):
        with yanis.tab(f"/messagerie/{reference}") as tab:
            acts(tab)
            assert SECRET not in tab.everything
            shown = dict(tab.of(ThreadState))
            shown.pop("stamp", None)
            seen.append(shown)
    assert seen[0] == seen[1]
    assert seen[0]["missing"]
    assert server.sql("SELECT count(*) FROM message") == before
    assert server.sql("SELECT read_at FROM message WHERE body = :b", b=SECRET) == [(None,)]


def test_another_member_s_conversations_are_neither_found_nor_told_live(
    server: Server, yanis: Browser
) -> None:
    claire = server.actor("family")
    line = server.sql("SELECT min(id) FROM claim WHERE member_id = :m", m=claire.member_id)[0][0]
    with yanis.tab("/messagerie") as tab:
        ask(server.portal, claire, SECRET, claim_id=line)
        tab.call(name_of(ConversationsState, "set_search"), {"text": "regarde"})
        tab.call(name_of(ConversationsState, "toggle_closed"))
        assert SECRET not in tab.everything
        assert tab.of(ConversationsState)["rows"] == []
    with yanis.tab(f"/remboursements/{line}") as tab:
        tab.call(name_of(ClaimTalksState, "reload"))
        assert tab.of(ClaimTalksState)["rows"] == []


def test_a_stranger_and_the_staff_are_refused_every_handler(
    server: Server, stranger: Browser
) -> None:
    hers = ask(server.portal, server.actor("family"), SECRET)
    before = server.sql("SELECT count(*) FROM message")
    with stranger.tab(f"/messagerie/{hers.reference}") as tab:
        acts(tab)
        assert SECRET not in tab.everything
    assert server.sql("SELECT count(*) FROM message") == before


def test_a_reply_replayed_is_one_message_and_made_up_ones_are_none(
    server: Server, claire: Browser
) -> None:
    mine = ask(server.portal, server.actor("family"))
    send, count = name_of(ThreadState, "send"), "SELECT count(*) FROM message WHERE body = :b"
    with claire.tab(f"/messagerie/{mine.reference}") as tab:
        form = {"body": "Une seule fois.", "stamp": STAMP}
        for _ in range(5):
            tab.send(send, {"form_data": form})
        wait_until(lambda: server.sql(count, b="Une seule fois.") == [(1,)], "the reply")
        for made_up in (
            {"body": "Sans timbre."},
            {"body": "Autre timbre.", "stamp": "x" * 24},
            {"body": "En trop.", "stamp": STAMP, "staff_id": 1},
            {"body": "x" * 20_001, "stamp": STAMP},
            {"body": ["liste"], "stamp": STAMP},
        ):
            tab.call(send, {"form_data": made_up})
        for text in HOSTILE_TEXTS:
            if len(text) < 1000:
                tab.call(send, {"form_data": {"body": text, "stamp": "b" * 24}})
        # How often one may write is counted for an hour: nobody after this waits for it.
        server.sql("DELETE FROM sign_in_failure WHERE key LIKE 'message:%'")
        tab.send(send, {"form_data": {"body": "La dernière.", "stamp": "c" * 24}})
        wait_until(lambda: server.sql(count, b="La dernière.") == [(1,)], "the last reply")
    assert server.sql(count, b="Une seule fois.") == [(1,)]
    said = [body for (body,) in server.sql("SELECT body FROM message WHERE key LIKE 'reply:%'")]
    assert "Une seule fois." in said
    assert not {"Sans timbre.", "Autre timbre.", "En trop."} & set(said)
    assert not any("\x00" in body or "\u202e" in body for body in said)
