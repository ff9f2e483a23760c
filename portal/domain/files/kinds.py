"""The kinds of files and their columns."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.domain.claims import CATEGORY_LABELS, Payee, Status
from portal.domain.files import cells
from portal.domain.files.cells import Reader, spelling


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the header, where it is stored, how its cells are read.

    ``unique`` tells that values hardly ever come twice in a file: not worth remembering.
    """

    name: str
    field: str
    read: Reader = cells.text
    required: bool = False
    unique: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file. ``key`` names the columns whose cells tell one row from another.

    ``extra`` are fields computed from the row, stored after those of the columns.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    extra: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of a row, in order."""
        return tuple(column.field for column in self.columns) + self.extra

    def field_of(self, name: str) -> str:
        """Where the column called ``name`` is stored."""
        return next(column.field for column in self.columns if column.name == name)

    def missing_from(self, header: Iterable[str]) -> list[str]:
        """The required columns that a header lacks."""
        present = set(header)
        return [c.name for c in self.columns if c.required and c.name not in present]


_CATEGORIES = {spelling(label): category.value for category, label in CATEGORY_LABELS.items()}
_CATEGORIES |= {category.value: category.value for category in CATEGORY_LABELS}


def category(value: str) -> str:
    """A category's code, or the text itself when there is no such category."""
    return _CATEGORIES.get(spelling(value), value)


_MEMBER_NUMBER = cells.text_up_to(32)
_CONTRACT_NUMBER = cells.digits(r"\d{6}", "Le numéro de contrat doit avoir 6 chiffres.")
_PRACTITIONER_NUMBER = cells.digits(
    r"\d{11}|\d{9}|2[AB]\d{7}", "Le numéro doit avoir 11 chiffres (RPPS) ou 9 (FINESS)."
)
_LINE_NUMBER = cells.text_up_to(64)

MEMBERS = Kind(
    "adherents",
    (
        Column("num_adherent", "number", _MEMBER_NUMBER, required=True, unique=True),
        Column("nom", "last_name", required=True),
        Column("prenom", "first_name", required=True),
        Column("date_naissance", "birth_date", cells.day, required=True),
        Column("nir", "nir_fingerprint", cells.nir, unique=True),
        Column("email", "email", unique=True),
        Column("telephone", "phone", unique=True),
        Column("adresse", "address", unique=True),
        Column("code_postal", "postal_code"),
        Column("ville", "city"),
        Column("date_adhesion", "joined_on", cells.day),
        Column("date_fin", "left_on", cells.day),
    ),
    key=("num_adherent",),
    extra=("nir_encrypted",),
)

CONTRACTS = Kind(
    "contrats",
    (
        Column("num_contrat", "number", _CONTRACT_NUMBER, required=True, unique=True),
        Column("num_adherent", "owner", _MEMBER_NUMBER, required=True),
        Column(
            "produit",
            "product",
            cells.one_of("sante", "prevoyance", "auto", "habitation", "rc"),
            required=True,
        ),
        Column("formule", "plan", required=True),
        Column("date_debut", "starts_on", cells.day, required=True),
        Column("date_fin", "ends_on", cells.day),
        Column("cotisation_mensuelle", "monthly_contribution_cents", cells.hundredths),
    ),
    key=("num_contrat",),
)

BENEFICIARIES = Kind(
    "beneficiaires",
    (
        Column("num_adherent", "owner", _MEMBER_NUMBER, required=True),
        Column("rang", "rank", cells.rank, required=True),
        Column("nom", "last_name", required=True),
        Column("prenom", "first_name", required=True),
        Column("date_naissance", "birth_date", cells.day, required=True),
        Column("lien", "relationship", cells.one_of("assure", "conjoint", "enfant", "autre")),
        Column("nir", "nir_fingerprint", cells.nir, unique=True),
    ),
    key=("num_adherent", "rang"),
    extra=("nir_encrypted",),
)

CLAIMS = Kind(
    "remboursements",
    (
        Column("id_ligne", "line_number", _LINE_NUMBER, required=True, unique=True),
        Column("id_ligne_origine", "origin_line_number", _LINE_NUMBER),
        Column("num_adherent", "owner", _MEMBER_NUMBER, required=True),
        Column("rang_beneficiaire", "beneficiary_rank", cells.rank),
        Column("date_soins", "care_date", cells.day, required=True),
        Column("code_acte", "act_code", cells.code, required=True),
        Column("libelle_acte", "act_label"),
        Column("categorie", "category", category),
        Column("professionnel", "practitioner"),
        Column("specialite", "specialty"),
        Column("quantite", "quantity_hundredths", cells.hundredths),
        Column("depense", "expense_cents", cells.hundredths, required=True),
        Column("base_remboursement", "base_cents", cells.hundredths),
        Column("montant_ro", "ro_cents", cells.hundredths, required=True),
        Column("montant_rc", "rc_cents", cells.hundredths, required=True),
        Column("participation", "deduction_cents", cells.hundredths),
        Column("reste_a_charge", "remaining_cents", cells.hundredths, required=True),
        Column("destinataire", "payee", cells.one_of(*Payee)),
        Column("statut", "status", cells.one_of(*Status), required=True),
        Column("date_statut", "status_date", cells.day),
        Column("date_paiement", "payment_date", cells.day),
        Column("reference_paiement", "payment_reference"),
        Column("motif_rejet", "rejection_reason"),
    ),
    key=("id_ligne",),
    extra=("search_text",),
)

CONTRIBUTIONS = Kind(
    "cotisations",
    (
        Column("num_contrat", "owner", _CONTRACT_NUMBER, required=True),
        Column("echeance", "due_on", cells.day, required=True),
        Column("montant", "amount_cents", cells.hundredths, required=True),
        Column("statut", "status", cells.one_of("a_venir", "payee", "impayee")),
        Column("date_paiement", "paid_on", cells.day),
    ),
    key=("num_contrat", "echeance"),
)

PRACTITIONERS = Kind(
    "professionnels",
    (
        Column("id_ps", "number", _PRACTITIONER_NUMBER, required=True, unique=True),
        Column("nom", "name", required=True),
        Column("specialite", "specialty", required=True),
        Column("adresse", "address", unique=True),
        Column("code_postal", "postal_code"),
        Column("ville", "city"),
        Column("latitude", "latitude", cells.degrees(90), unique=True),
        Column("longitude", "longitude", cells.degrees(180), unique=True),
        Column("telephone", "phone", unique=True),
        Column("secteur", "sector"),
        Column("optam", "optam", cells.yes_no),
        Column("partenaire", "partner", cells.yes_no),
        Column("teleconsultation", "teleconsultation", cells.yes_no),
        Column("prochain_rdv", "next_appointment_on", cells.day),
    ),
    key=("id_ps",),
)

# In the order that their references need: each refers only to those before it, or to itself.
KINDS: tuple[Kind, ...] = (
    MEMBERS,
    CONTRACTS,
    BENEFICIARIES,
    CLAIMS,
    CONTRIBUTIONS,
    PRACTITIONERS,
)


def kind_of(header: Iterable[str]) -> Kind | None:
    """Return the kind that shares most columns with a header, None when none is like it."""
    present = set(header)

    def likeness(kind: Kind) -> tuple[int, int]:
        shared = sum(column.name in present for column in kind.columns)
        return shared, -len(kind.missing_from(present))

    best = max(KINDS, key=likeness)
    return best if likeness(best)[0] >= 2 else None
