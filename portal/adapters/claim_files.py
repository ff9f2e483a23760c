"""Reimbursement lines as files for spreadsheets: CSV and XLSX."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO, Any, Literal

import xlsxwriter
from xlsxwriter.utility import xl_range

from portal.domain.claims import CATEGORY_LABELS, PAYEE_LABELS, STATUS_MEANINGS
from portal.domain.claims_lines import ClaimExportRow
from portal.domain.french import decimal, short_date

_CHUNK_ROWS = 200
_EUROS = '#,##0.00\\ "€"'  # shown with the separators of the reader’s own language
# First characters that make spreadsheets calculate; the full-width ones count in some of them.
_STARTS_FORMULA = tuple("=+-@＝＋－＠\t\r\n")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, what it holds, the width it wants in a workbook."""

    header: str
    kind: Literal["text", "date", "euros", "quantity"]
    value: Callable[[ClaimExportRow], Any]
    width: int


COLUMNS: tuple[Column, ...] = (
    Column("Date des soins", "date", lambda row: row.care_date, 14),
    Column("Bénéficiaire", "text", lambda row: row.beneficiary, 24),
    Column("Acte", "text", lambda row: row.act_label, 36),
    Column("Code de l’acte", "text", lambda row: row.act_code, 14),
    Column("Catégorie", "text", lambda row: CATEGORY_LABELS[row.category], 20),
    Column("Professionnel", "text", lambda row: row.practitioner, 26),
    Column("Spécialité", "text", lambda row: row.specialty, 22),
    Column("Quantité", "quantity", lambda row: row.quantity_hundredths, 10),
    Column("Dépense (€)", "euros", lambda row: row.expense_cents, 14),
    Column("Base de remboursement (€)", "euros", lambda row: row.base_cents, 24),
    Column("Part Assurance Maladie (€)", "euros", lambda row: row.ro_cents, 24),
    Column("Part mutuelle (€)", "euros", lambda row: row.rc_cents, 18),
    Column("Participation ou franchise (€)", "euros", lambda row: row.deduction_cents, 26),
    Column("Reste à charge (€)", "euros", lambda row: row.remaining_cents, 18),
    Column("Versé à", "text", lambda row: PAYEE_LABELS[row.payee] if row.payee else "", 28),
    Column("Statut", "text", lambda row: STATUS_MEANINGS[row.status].label, 28),
    Column("Date du statut", "date", lambda row: row.status_date, 14),
    Column("Date de paiement", "date", lambda row: row.payment_date, 16),
    Column("Référence de paiement", "text", lambda row: row.payment_reference, 24),
    Column("Numéro de ligne", "text", lambda row: row.line_number, 20),
    Column("Ligne d’origine", "text", lambda row: row.origin_line_number, 20),
    Column("Motif de rejet", "text", lambda row: row.rejection_reason, 36),
)
_TOTALLED = {
    "Dépense (€)",
    "Part Assurance Maladie (€)",
    "Part mutuelle (€)",
    "Reste à charge (€)",
}


def csv_chunks(rows: Iterable[ClaimExportRow]) -> Iterator[bytes]:
    """Yield a CSV file as French spreadsheets open it, some rows at a time.

    UTF-8 with a byte-order mark, semicolons, decimal commas. Texts that a spreadsheet would
    calculate begin with an apostrophe; amounts stay numbers, also when they are negative.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    buffer.write("\ufeff")
    writer.writerow([column.header for column in COLUMNS])
    for count, row in enumerate(rows, 1):
        writer.writerow([_csv_cell(column, column.value(row)) for column in COLUMNS])
        if count % _CHUNK_ROWS == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def safe_text(text: str) -> str:
    """Return ``text`` so that no spreadsheet takes it for a formula."""
    if text.startswith(_STARTS_FORMULA) or text.lstrip().startswith(_STARTS_FORMULA):
        return "'" + text
    return text


def _csv_cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if column.kind == "date":
        return short_date(value)
    if column.kind == "text":
        # A lone surrogate has no UTF-8 form.
        return safe_text(value.encode("utf-8", "replace").decode())
    return decimal(value)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def write_xlsx(rows: Iterable[ClaimExportRow], target: IO[bytes]) -> int:
    """Write a workbook to ``target``, row by row, and return how many lines it holds.

    Dates and amounts are real ones; texts are only ever texts. The last row holds the totals of
    the lines that the workbook's own filter shows.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet("Remboursements")
        formats = {
            "date": book.add_format({"num_format": "dd/mm/yyyy"}),
            "euros": book.add_format({"num_format": _EUROS}),
            "quantity": book.add_format({"num_format": "0.##"}),
            "text": book.add_format({}),
        }
        bold = book.add_format({"bold": True})
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, column.header, bold)
        sheet.freeze_panes(1, 0)
        sums = dict.fromkeys(_TOTALLED, 0)
        count = 0
        for count, row in enumerate(rows, 1):
            _write_row(sheet, count, row, formats, sums)
        sheet.autofilter(0, 0, count, len(COLUMNS) - 1)
        _write_totals(book, sheet, count, sums)
    return count


def _write_row(
    sheet: Any, place: int, row: ClaimExportRow, formats: dict[str, Any], sums: dict[str, int]
) -> None:
    for at, column in enumerate(COLUMNS):
        value, style = column.value(row), formats[column.kind]
        if value is None or value == "":
            continue
        if column.kind == "text":
            sheet.write_string(place, at, _NOT_IN_XML.sub("\ufffd", value), style)
        elif column.kind == "date":
            _write_date(sheet, place, at, value, style)
        else:
            sheet.write_number(place, at, value / 100, style)
            if column.header in sums:
                sums[column.header] += value


def _write_date(sheet: Any, place: int, at: int, day: date, style: Any) -> None:
    # Workbooks know no day before 1900.
    if day.year >= 1900:
        sheet.write_datetime(place, at, day, style)
    else:
        sheet.write_string(place, at, short_date(day))


def _write_totals(book: Any, sheet: Any, count: int, sums: dict[str, int]) -> None:
    bold = book.add_format({"bold": True, "top": 1})
    money = book.add_format({"bold": True, "top": 1, "num_format": _EUROS})
    sheet.write_string(count + 1, 0, "Total", bold)
    for at, column in enumerate(COLUMNS):
        if column.header in sums:
            total = sums[column.header] / 100
            if count:
                # 109 adds up what the filter leaves visible.
                formula = f"=SUBTOTAL(109,{xl_range(1, at, count, at)})"
                sheet.write_formula(count + 1, at, formula, money, total)
            else:
                sheet.write_number(count + 1, at, total, money)
