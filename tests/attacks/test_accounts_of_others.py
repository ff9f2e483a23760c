"""Other people's notifications, choices and accounts, asked for by event."""

from datetime import timedelta

from sqlmodel import Session

from portal.domain.notifications import Topic
from portal.services.bell import find_notifications
from portal.services.notifications import notify
from portal.state.notifications import NotificationsState
from portal.state.preferences import PreferencesState
from portal.state.profile import DeletionState
from tests.attacks.wire import Browser, name_of
from tests.hostile import HOSTILE_TEXTS
from tests.server import Server


def ring_for_claire(server: Server, key: str) -> int:
    portal, claire = server.portal, server.actor("family")

    def run(*, session: Session) -> None:
        notify(
            session,
            cipher=portal.cipher,
            now=portal.clock.now(),
            zone=portal.settings.zone,
            key=key,
            account_id=claire.account_id,
            topic=Topic.MESSAGE,
            title="Réponse pour Claire",
            body="Une réponse.",
            href="/espace",
        )

    portal.write(run)
    return portal.read(find_notifications, actor=claire, page=1).lines[0].id


def test_another_member_s_notification_answers_as_one_that_does_not_exist(
    server: Server, yanis: Browser
) -> None:
    hers = ring_for_claire(server, "attack:others")
    answers = []
    with yanis.tab("/notifications") as tab:
        for number in (hers, 2_147_483_000):
            before = len(tab.frames)
            tab.call(name_of(NotificationsState, "open_one"), {"notification_id": number})
            answers.append(
                [frame for frame in tab.frames[before:] if "password_shown" not in frame]
            )
        tab.call(name_of(NotificationsState, "mark_all"))
        assert answers[0] == answers[1]
        assert "Claire" not in tab.everything
    assert server.sql("SELECT read_at FROM notification WHERE id = :id", id=hers) == [(None,)]


def test_made_up_choices_and_hours_change_nothing(server: Server, yanis: Browser) -> None:
    account_id = server.actor("young").account_id
    texts = [text[:16] for text in HOSTILE_TEXTS if text.isprintable()]
    for start in range(0, len(texts), 15):
        with yanis.tab("/profil/preferences") as tab:
            for text in texts[start : start + 15]:
                choice = {"topic": text, "channel": "email", "wanted": False}
                tab.call(name_of(PreferencesState, "choose"), choice)
                hours = {"starts": text, "ends": "07:00"}
                tab.call(name_of(PreferencesState, "keep_quiet"), {"form_data": hours})
            shown = tab.of(PreferencesState)
            assert shown["starts_error"]
            assert shown["quiet"] == ""
    with yanis.tab("/profil/preferences") as tab:
        for wanted in (1, "true", None, [True]):
            choice = {"topic": "message", "channel": "email", "wanted": wanted}
            tab.call(name_of(PreferencesState, "choose"), choice)
    for table in ("notification_choice", "quiet_hours"):
        rows = server.sql(f"SELECT count(*) FROM {table} WHERE account_id = :id", id=account_id)
        assert rows == [(0,)]


def test_an_account_is_not_deleted_without_a_recent_proof(server: Server, yanis: Browser) -> None:
    account_id = server.actor("young").account_id
    old = server.portal.clock.now() - timedelta(minutes=11)
    server.sql(
        "UPDATE user_session SET proved_at = :old WHERE account_id = :id",
        old=str(old).partition("+")[0],
        id=account_id,
    )
    with yanis.tab("/profil") as tab:
        tab.call(name_of(DeletionState, "delete"), {"form_data": {"confirmation": "SUPPRIMER"}})
        assert tab.redirects == ["/verification?next=/profil"]
    assert server.sql("SELECT count(*) FROM account WHERE id = :id", id=account_id) == [(1,)]
