"""The audit log as a file for spreadsheets."""

import csv
import io
from collections.abc import Iterable
from datetime import tzinfo
from typing import IO

from portal.adapters.claim_files import safe_text
from portal.domain.audit_acts import act_label
from portal.services.audit_log import AuditLine

_HEADERS = ("Numéro", "Date et heure", "Acte", "Code", "Compte", "Adresse réseau", "Détails")


def write_audit_csv(lines: Iterable[AuditLine], target: IO[bytes], zone: tzinfo) -> int:
    """Write the entries as French spreadsheets open them; return how many.

    No cell is one that a spreadsheet would calculate.
    """
    text = io.TextIOWrapper(target, encoding="utf-8-sig", errors="replace", newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(_HEADERS)
    count = 0
    for line in lines:
        count += 1
        at = line.at.astimezone(zone).isoformat(sep=" ", timespec="seconds")
        cells = (act_label(line.act), line.act, line.who, line.network, line.details)
        writer.writerow([str(line.id), at, *(safe_text(cell) for cell in cells)])
    text.flush()
    text.detach()
    return count
