"""What the page of a line says."""

from datetime import date, timedelta

from portal.bootstrap import Portal
from portal.services.claim_detail import read_claim
from portal.views.claim import claim
from tests.cast import add_claim, add_member


def test_a_step_past_its_promised_date_is_said_to_be_late(portal: Portal) -> None:
    claire = portal.write(add_member)
    since = date(2026, 11, 2)
    line = portal.write(add_claim, actor=claire, care_date=since, status="recu", status_date=since)
    detail = portal.read(read_claim, actor=claire, claim_id=line)
    assert detail.expected_by is not None
    on_time = claim(detail, detail.expected_by).status
    late = claim(detail, detail.expected_by + timedelta(days=1)).status
    assert (on_time.late, late.late) == (False, True)
    assert late.next_actor == on_time.next_actor == "Nous nous en occupons"
