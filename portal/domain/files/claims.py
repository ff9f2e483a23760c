"""What is checked and computed on each row of a ``remboursements`` file."""

from collections.abc import Callable
from datetime import date
from typing import Any

from portal.domain.act_families import category_of, label_of, search_words
from portal.domain.claims import CATEGORY_LABELS, Category
from portal.domain.files.memo import Memo
from portal.domain.files.refusals import RowRefused
from portal.domain.french import decimal as euros
from portal.domain.text import fold

Warn = Callable[[str, str, str], None]

YEARS_BEFORE_WARNING = 2
_KNOWN_CATEGORIES = frozenset(category.value for category in CATEGORY_LABELS)
_LABEL, _CATEGORY, _QUANTITY = 6, 7, 10


def years_before(today: date, years: int) -> date:
    """The same day some years before; 28 February stands for 29."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)


class SearchTexts:
    """Makes the folded text in which a member's search looks for a line."""

    def __init__(self) -> None:
        self._words = Memo(lambda act: search_words(*act))
        self._folded = Memo(fold)

    def __call__(
        self,
        code: str,
        label: str,
        category: str,
        practitioner: str | None,
        specialty: str | None,
        line_number: str,
        payment_reference: str | None,
    ) -> str:
        words = self._words[code, label, category]
        who, what = self._folded[practitioner or ""], self._folded[specialty or ""]
        return f"{words} {who} {what} {fold(line_number)} {fold(payment_reference or '')}"


class ClaimRows:
    """Completes the rows of one file, as the columns order them.

    ``today`` is where members live; ``warn`` is told of a column, a value and what is odd.
    """

    def __init__(self, today: date, warn: Warn) -> None:
        self._warn = warn
        self._today = today.isoformat()
        self._old = years_before(today, YEARS_BEFORE_WARNING).isoformat()
        self._search_text = SearchTexts()

    def __call__(self, row: list[Any]) -> list[Any]:
        """Return the row with what follows from it. Raises ``RowRefused``."""
        # One unpacking, not one look-up a field: this runs for each of millions of rows.
        (
            number, origin, _, _, care, code, label, category, practitioner, specialty, quantity,
            expense, base, ro, rc, deduction, remaining, _, _, _, _, reference, _,
        ) = row  # fmt: skip
        if expense != ro + rc + remaining:
            raise _unbalanced(expense, ro + rc + remaining)
        if origin is None:
            if expense < 0 or ro < 0 or rc < 0 or remaining < 0:
                raise _negative(
                    depense=expense, montant_ro=ro, montant_rc=rc, reste_a_charge=remaining
                )
            if (base or 0) < 0 or (deduction or 0) < 0 or (quantity or 0) < 0:
                raise _negative(base_remboursement=base, participation=deduction, quantite=quantity)
        elif origin == number:
            sentence = "Une ligne ne peut pas se corriger elle-même."
            raise RowRefused("id_ligne_origine", origin, sentence)
        if care > self._today:
            raise RowRefused("date_soins", care, "La date des soins est dans le futur.")
        if care < self._old:
            self._warn("date_soins", care, "Les soins datent de plus de deux ans.")
        if category not in _KNOWN_CATEGORIES:
            row[_CATEGORY] = category = _category(code, category, self._warn)
        if label is None:
            row[_LABEL] = label = label_of(code)
        if quantity is None:
            row[_QUANTITY] = 100
        row.append(
            self._search_text(code, label, category, practitioner, specialty, number, reference)
        )
        return row


def _category(code: str, given: str | None, warn: Warn) -> str:
    if given is None:
        return category_of(code).value
    sentence = "Catégorie inconnue\u00a0: la ligne est rangée dans «\u00a0autre\u00a0»."
    warn("categorie", given, sentence)
    return Category.OTHER.value


def _unbalanced(expense: int, total: int) -> RowRefused:
    return RowRefused(
        "depense",
        euros(expense),
        "La dépense n’est pas égale à montant_ro + montant_rc + reste_a_charge\u00a0: "
        f"{euros(total)}.",
    )


def _negative(**amounts: int | None) -> RowRefused:
    column, amount = next((name, cents) for name, cents in amounts.items() if cents and cents < 0)
    return RowRefused(
        column,
        euros(amount),
        "Un montant négatif n’est admis que sur une ligne qui en corrige une autre\u00a0: "
        "id_ligne_origine est vide.",
    )
