"""The words of the letters: one template each, for e-mail and SMS alike."""

from portal.adapters.letters.phrases import moment
from portal.adapters.letters.writing import LetterHead, subject_of, write_letter

__all__ = ["LetterHead", "moment", "subject_of", "write_letter"]
