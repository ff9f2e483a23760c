"""Finding out what a file is and writing it anew, in processes that can do nothing else."""

from portal.adapters.file_inspection.pool import InspectionPool

__all__ = ["InspectionPool"]
