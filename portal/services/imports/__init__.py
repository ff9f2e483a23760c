"""Taking in the files of the insurer's core system."""

from portal.services.imports.issues import Issue, Issues
from portal.services.imports.report import FileReport, ImportReport, as_json
from portal.services.imports.use_case import import_files

__all__ = ["FileReport", "ImportReport", "Issue", "Issues", "as_json", "import_files"]
