"""What leaves the server by the websocket, variable by variable, and what stays out of the log."""

from portal.state.claims import ClaimsState
from portal.state.sign_in import SignInState
from tests.attacks.wire import ROOT_STATE, Browser, Tab, name_of
from tests.server import Server

# Reviewed: everything that a page may be sent. A new variable is added here by hand, after
# looking at what it tells, and to whom.
REVIEWED_VARIABLES = {
    "": {
        "is_hydrated",
        "line_id",
        "rx_router_headers",
        "rx_router_page",
        "rx_router_route_id",
        "rx_router_session",
        "rx_router_url",
    },
    "bell____bell_state": {"badge", "spoken"},
    "callback____callback_state": {"faults", "loaded", "problem", "reason", "reference"},
    "claim____claim_state": {
        "amounts",
        "facts",
        "loaded",
        "missing",
        "related",
        "steps",
        "view",
    },
    "claims____claims_state": {
        "active",
        "beneficiaries",
        "beneficiary",
        "categories",
        "choosing_dates",
        "date_from",
        "date_to",
        "form_version",
        "has_any",
        "highest",
        "loaded",
        "lowest",
        "page",
        "payee",
        "period",
        "periods",
        "query",
        "rows",
        "search",
        "sort",
        "statuses",
        "totals",
    },
    "claims_year____claims_year_state": {
        "categories",
        "categories_sentence",
        "is_empty",
        "loaded",
        "months",
        "months_sentence",
        "query",
        "scale_half",
        "scale_top",
        "year",
        "years",
    },
    "dashboard____dashboard_state": {
        "claims",
        "contracts",
        "contribution",
        "first_name",
        "loaded",
        "reimbursed",
        "tasks",
    },
    "demo_outbox____demo_outbox_state": {"exists", "letters", "loaded"},
    "notifications____notifications_state": {
        "has_unread",
        "loaded",
        "marked",
        "page",
        "query",
        "rows",
    },
    "password_reset____forgotten_state": {"email", "problem", "sent"},
    "password_reset____reset_state": {
        "done",
        "fault",
        "loaded",
        "password_advice",
        "password_score",
        "password_shown",
        "query",
        "refused",
    },
    "preferences____preferences_state": {
        "can_undo",
        "ends_error",
        "has_phone",
        "loaded",
        "quiet",
        "quiet_ends",
        "quiet_starts",
        "saved",
        "starts_error",
        "topics",
        "version",
    },
    "profile____deletion_state": {"error", "is_demo", "loaded"},
    "profile____profile_state": {"facts", "loaded"},
    "reported____reported_state": {"reference"},
    "security____security_state": {
        "asking",
        "devices",
        "factors",
        "is_demo",
        "loaded",
        "passkeys",
        "password",
        "sessions",
    },
    # The key of an application and the codes: their owner's, while they are being kept.
    "security_factors____security_factors_state": {
        "codes",
        "enrolment",
        "passkey_error",
        "passkey_options",
        "totp_error",
    },
    "security_history____security_history_state": {"entries", "paging"},
    "security_password____security_password_state": {
        "advice",
        "current_error",
        "current_shown",
        "new_error",
        "new_shown",
        "opened",
        "score",
    },
    "proof____proof_state": {
        "by_code",
        "error",
        "has_passkey",
        "has_totp",
        "is_demo",
        "is_staff",
        "loaded",
        "next_path",
        "passkey_options",
        "password_shown",
        "ticket",
    },
    "shell____member_shell_state": {"initials", "member_name"},
    "shell____session_state": {"announcement", "warning"},
    "shell____shell_state": {"problem", "signed_out"},
    "sign_up____confirmation_state": {"done", "problem"},
    "sign_up____sign_up_state": {
        "answers",
        "demo",
        "faults",
        "loaded",
        "password_advice",
        "password_score",
        "password_shown",
        "problem",
        "recap",
        "step",
        "step_number",
        "to_correct",
        "turn",
        "version",
        "wait",
    },
    "second_step____second_step_state": {
        "asked",
        "enrolment",
        "error",
        "is_staff",
        "loaded",
        "method",
        "next_path",
        "notice",
        "others",
        "over",
        "passkey_options",
        "ticket",
        "trust",
    },
    "staff_home____staff_shell_state": {"initials", "role", "staff_name"},
    "sign_in____sign_in_state": {
        "cast",
        "email",
        "error",
        "next_path",
        "notice",
        "passkey_options",
        "password_shown",
        "ticket",
    },
}
NIR = "284057512345678"
IBAN = "FR7630006000011234567890189"


def sent(tab: Tab) -> dict[str, set[str]]:
    """The names of the variables that a page was sent, by state."""
    return {
        state.rpartition("portal___state___")[2].replace(ROOT_STATE, ""): set(values)
        for state, values in tab.state.items()
        if values
    }


def test_a_page_is_sent_reviewed_variables_and_no_others(
    claire: Browser, stranger: Browser
) -> None:
    for browser in (claire, stranger):
        for path in (
            "/connexion",
            "/connexion/verification",
            "/verification",
            "/admin",
            "/espace",
            "/remboursements",
            "/remboursements/annee",
            "/notifications",
            "/profil",
            "/profil/preferences",
            "/profil/suppression",
            "/inscription",
            "/mot-de-passe-oublie",
            "/reinitialisation",
            "/rappel",
            "/securite",
            "/signalement",
            "/demo/boite-d-envoi",
        ):
            with browser.tab(path) as tab:
                for state, names in sent(tab).items():
                    assert names <= REVIEWED_VARIABLES.get(state, set()), state


def test_a_page_is_not_sent_its_own_cookies(claire: Browser) -> None:
    with claire.tab("/espace") as tab:
        for value in claire.cookies.values():
            assert value not in tab.everything
        assert "cookie" not in str(tab.state[ROOT_STATE]["rx_router_headers"]).lower()


def test_a_national_number_and_a_bank_account_stay_out_of_the_log(
    claire: Browser, server: Server
) -> None:
    secrets = [NIR, IBAN]
    with claire.tab(f"/remboursements?q={NIR}") as tab:
        for secret in secrets:
            for name in ("no.such.handler", name_of(ClaimsState, "set_search")):
                tab.call(name, {"nir": secret, "text": [secret]})
            tab.send_raw(f'["event","{secret}"]')
            tab.send_raw(f'["event",["{secret}"]]')
            tab.send_raw(f'["client_error",{{"message":"{secret}","error_type":"x"}}]')
            tab.send(name_of(SignInState, "submit"), {"form_data": {"email": secret}})
        tab.settle()
        assert tab.of(ClaimsState)["loaded"]
    claire.get(f"/exports/remboursements.csv?q={NIR}&iban={IBAN}")
    claire.post(f"/session?nir={NIR}", {"ticket": NIR, "next": f"/{IBAN}"})
    log = server.log
    assert [secret for secret in secrets if secret in log] == []


def test_a_network_address_cannot_be_made_up(stranger: Browser, server: Server) -> None:
    forged = '{"REMOTE_ADDR":"203.0.113.7","QUERY_STRING":"token=x","asgi.scope":{}}'
    with stranger.tab() as tab:
        tab.send_raw(f'["connect",{forged}]')
        tab.call(
            name_of(SignInState, "submit"),
            {"form_data": {"email": "forged@example.org", "password": "Pas-le-bon-1"}},
            router_data={"ip": "203.0.113.7", "headers": {"x-forwarded-for": "203.0.113.7"}},
        )
        assert tab.of(SignInState)["error"]
    assert server.sql("SELECT count(*) FROM audit_entry WHERE network LIKE '203.%'") == [(0,)]
