"""Members signed in as browsers do it, and what they see of it on the security page."""

from sqlmodel import Session

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor
from portal.services.security_page import SecurityOverview, read_security
from portal.services.sessions import find_session, issue_ticket, redeem_ticket
from portal.services.sign_in_history import HistoryPage, sign_in_history

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


def sign_in(portal: Portal, who: MemberActor, user_agent: str = FIREFOX) -> tuple[MemberActor, str]:
    """A session of the member's opened as browsers do, and the value of its cookie."""

    def opened(*, session: Session) -> tuple[int, str]:
        now, browser = portal.clock.now(), "browser"
        ticket = issue_ticket(session, now=now, account_id=who.account_id, browser=browser)
        session.flush()
        done = redeem_ticket(
            session=session,
            now=now,
            limits=portal.settings.limits,
            ticket=ticket,
            browser=browser,
            user_agent=user_agent,
            network="192.0.2.17",
        )
        return done.actor.session_id, done.token

    session_id, token = portal.write(opened)
    return MemberActor(who.account_id, who.member_id, session_id), token


def read(portal: Portal, who: MemberActor) -> SecurityOverview:
    return portal.read(
        read_security,
        now=portal.clock.now(),
        limits=portal.settings.limits,
        actor=who,
        browser="browser",
    )


def history(portal: Portal, who: MemberActor, page: int = 1) -> HistoryPage:
    return portal.read(sign_in_history, actor=who, page=page)


def is_open(portal: Portal, token: str) -> bool:
    found = portal.read(
        find_session, now=portal.clock.now(), limits=portal.settings.limits, token=token
    )
    return found is not None
