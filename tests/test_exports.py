"""Lines as files for spreadsheets, and the routes that send them."""

import asyncio
import csv
import io
from datetime import date, datetime
from typing import Any

import httpx
import openpyxl
import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from portal.adapters.claim_files import COLUMNS, csv_chunks, safe_text, write_xlsx
from portal.api.exports import routes
from portal.bootstrap import Portal
from portal.domain.actors import MemberActor, Visitor
from portal.domain.claims import Category, Status
from portal.domain.claims_lines import ClaimExportRow
from portal.domain.errors import NotAllowed
from portal.models.audit import AuditEntry
from portal.services.exports import record_export
from portal.settings import settings
from tests.cast import add_beneficiary, add_claim, add_member, open_session_for
from tests.hostile import HOSTILE_TEXTS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULAS = ("=1+1", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1")


def a_row(**fields: Any) -> ClaimExportRow:
    """One exported line; say only what matters."""
    defaults: dict[str, Any] = dict.fromkeys(ClaimExportRow.__dataclass_fields__, "")
    defaults |= {
        "care_date": date(2026, 11, 2),
        "act_label": "Consultation généraliste",
        "category": Category.ROUTINE,
        "payee": None,
        "status": Status.PAID,
        "quantity_hundredths": 150,
        "expense_cents": 123456,
        "base_cents": None,
        "ro_cents": -1900,
        "rc_cents": 5,
        "deduction_cents": 0,
        "remaining_cents": -50,
        "status_date": None,
        "payment_date": date(2026, 11, 5),
    }
    return ClaimExportRow(**(defaults | fields))


def csv_cells(data: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file by header."""
    assert data.startswith(b"\xef\xbb\xbf")
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=";"))


def xlsx_rows(data: bytes) -> tuple[Any, list[dict[str, Any]]]:
    """The sheet of a workbook, and its rows by header."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet: Any = book.active
    header, *rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    return sheet, [dict(zip(header, row, strict=True)) for row in rows]


def workbook(rows: list[ClaimExportRow]) -> bytes:
    target = io.BytesIO()
    assert write_xlsx(rows, target) == len(rows)
    return target.getvalue()


def test_csv_amounts_are_numbers_with_a_comma_even_negative_ones() -> None:
    (cells,) = csv_cells(b"".join(csv_chunks([a_row()])))
    assert list(cells) == [column.header for column in COLUMNS]
    assert cells["Date des soins"] == "02/11/2026"
    assert cells["Quantité"] == "1,50"
    assert cells["Dépense (€)"] == "1234,56"
    assert cells["Base de remboursement (€)"] == ""
    assert cells["Part Assurance Maladie (€)"] == "-19,00"
    assert cells["Reste à charge (€)"] == "-0,50"
    assert cells["Date du statut"] == ""


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_a_text_that_a_spreadsheet_would_calculate_is_neutralised(text: str) -> None:
    (cells,) = csv_cells(b"".join(csv_chunks([a_row(act_label=text, practitioner=text)])))
    assert cells["Acte"] == cells["Professionnel"] == "'" + text
    sheet, rows = xlsx_rows(workbook([a_row(act_label=text)]))
    assert sheet.cell(2, 3).data_type != "f"
    assert rows[0]["Acte"] == text.replace("\r", "\ufffd")


def test_plain_texts_are_left_alone() -> None:
    for text in ("Prothèse", "1+1", "a=b", "", "’", "100 % santé"):
        assert safe_text(text) == text


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=lambda text: ascii(text[:12]))
def test_hostile_texts_stay_texts_in_both_files(text: str) -> None:
    row = a_row(rejection_reason=text[:500], line_number=text[:64])
    (cells,) = csv_cells(b"".join(csv_chunks([row])))
    assert cells["Part mutuelle (€)"] == "0,05"
    assert not cells["Motif de rejet"].startswith(("=", "+", "-", "@", "\t", "\r"))
    sheet, rows = xlsx_rows(workbook([row]))
    assert rows[0]["Part mutuelle (€)"] == 0.05
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in sheet[2])


def test_long_files_come_in_several_chunks() -> None:
    chunks = list(csv_chunks(a_row(line_number=str(place)) for place in range(1_000)))
    assert len(chunks) > 3
    assert [cells["Numéro de ligne"] for cells in csv_cells(b"".join(chunks))] == [
        str(place) for place in range(1_000)
    ]


def test_a_workbook_has_real_dates_numbers_filters_and_totals() -> None:
    sheet, rows = xlsx_rows(workbook([a_row(), a_row(expense_cents=-23456, ro_cents=0)]))
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:V3"
    assert rows[0]["Date des soins"] == datetime(2026, 11, 2)  # noqa: DTZ001 - no zone in files
    assert sheet.cell(2, 1).is_date
    assert rows[0]["Dépense (€)"] == 1234.56
    assert rows[0]["Base de remboursement (€)"] is None
    assert rows[-1]["Date des soins"] == "Total"
    assert rows[-1]["Dépense (€)"] == "=SUBTOTAL(109,I2:I3)"
    values = openpyxl.load_workbook(
        io.BytesIO(workbook([a_row(), a_row(expense_cents=-23456)])), data_only=True
    )
    assert values.active is not None
    assert values.active["I4"].value == 1000


def test_an_empty_workbook_has_a_header_and_zero_totals() -> None:
    _, rows = xlsx_rows(workbook([]))
    assert len(rows) == 1
    assert rows[0]["Dépense (€)"] == 0


def test_a_date_that_workbooks_do_not_know_is_a_text() -> None:
    _, rows = xlsx_rows(workbook([a_row(care_date=date(1789, 7, 14))]))
    assert rows[0]["Date des soins"] == "14/07/1789"


class Web:
    """A browser without pages: it keeps one cookie and follows no redirect."""

    def __init__(self) -> None:
        self.cookie: str | None = None

    def get(self, path: str, **parameters: str) -> httpx.Response:
        """Ask for ``path``, the whole answer read."""
        return asyncio.run(self._get(path, parameters))

    async def _get(self, path: str, parameters: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(app=Starlette(routes=routes))
        cookies = {} if self.cookie is None else {settings().session_cookie: self.cookie}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://portal.test", cookies=cookies
        ) as client:
            return await client.get(path, params=parameters or None)


@pytest.fixture
def web(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Web:
    """The export routes over the test's own portal."""
    monkeypatch.setattr("portal.api.session.portal", lambda: portal)
    monkeypatch.setattr("portal.api.exports.portal", lambda: portal)
    return Web()


@pytest.fixture
def claire(portal: Portal) -> MemberActor:
    """A member with a crown and a consultation."""
    claire = portal.write(add_member)
    portal.write(add_beneficiary, actor=claire, rank=1, first_name="Élodie")
    portal.write(add_claim, actor=claire, line_number="VISIT", expense_cents=-3000)
    portal.write(
        add_claim, actor=claire, line_number="CROWN", category="dentaire", act_label="Couronne"
    )
    return claire


def sign_in(web: Web, portal: Portal, actor: MemberActor) -> None:
    web.cookie = portal.write(open_session_for, actor=actor, now=portal.clock.now())


def audited(portal: Portal) -> list[tuple[str, int | None, dict[str, Any]]]:
    columns = select(AuditEntry.act, AuditEntry.account_id, AuditEntry.details)  # pyright: ignore
    return [tuple(row) for row in portal.read(lambda session: session.execute(columns).all())]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_without_a_session_an_export_leads_to_the_sign_in_page(
    web: Web, portal: Portal, claire: MemberActor, file_format: str
) -> None:
    for cookie in (None, "", "unknown", "x" * 4_000):
        web.cookie = cookie
        answer = web.get(f"/exports/remboursements.{file_format}")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/connexion"
        assert answer.headers["cache-control"] == "no-store"
    assert audited(portal) == []


def test_the_csv_holds_the_lines_that_the_page_shows(
    web: Web, portal: Portal, claire: MemberActor
) -> None:
    sign_in(web, portal, claire)
    answer = web.get("/exports/remboursements.csv?q=couronne&page=7")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert (
        answer.headers["content-disposition"]
        == 'attachment; filename="remboursements-2026-11-20.csv"'
    )
    (cells,) = csv_cells(answer.content)
    assert (cells["Numéro de ligne"], cells["Bénéficiaire"]) == ("CROWN", "Élodie Moreau")
    assert (cells["Catégorie"], cells["Statut"]) == ("Dentaire", "Remboursement effectué")
    assert audited(portal) == [
        ("claims.exported", claire.account_id, {"format": "csv", "count": 1})
    ]


def test_the_workbook_holds_the_lines_that_the_page_shows(
    web: Web, portal: Portal, claire: MemberActor
) -> None:
    sign_in(web, portal, claire)
    answer = web.get("/exports/remboursements.xlsx?tri=depense_basse")
    assert answer.headers["content-type"] == XLSX
    assert "remboursements-2026-11-20.xlsx" in answer.headers["content-disposition"]
    assert int(answer.headers["content-length"]) == len(answer.content)
    _, rows = xlsx_rows(answer.content)
    assert [row["Numéro de ligne"] for row in rows] == ["VISIT", "CROWN", None]
    assert rows[0]["Dépense (€)"] == -30
    assert audited(portal)[0][2] == {"format": "xlsx", "count": 2}


def test_an_export_never_holds_another_member_s_lines(
    web: Web, portal: Portal, claire: MemberActor
) -> None:
    sign_in(web, portal, portal.write(add_member, first_name="Hugo"))
    assert csv_cells(web.get("/exports/remboursements.csv").content) == []


def test_hostile_parameters_never_break_an_export(
    web: Web, portal: Portal, claire: MemberActor
) -> None:
    sign_in(web, portal, claire)
    for text in HOSTILE_TEXTS:
        value = text[:2_000].encode("utf-8", "replace").decode()
        parameters = dict.fromkeys(("q", "du", "categorie", "min", "page", "tri"), value)
        assert web.get("/exports/remboursements.csv", **parameters).status_code == 200
    assert web.get("/exports/remboursements.csv?q=%ff%fe%00&du=%").status_code == 200


def test_only_a_member_exports(portal: Portal) -> None:
    with pytest.raises(NotAllowed):
        portal.write(
            record_export, actor=Visitor(), now=portal.clock.now(), file_format="csv", count=0
        )
