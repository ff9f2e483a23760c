"""The insurer's files: their columns, how their cells are written, and the cast's rows."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from portal.demo.claims import Line
from portal.demo.families import Household
from portal.demo.practitioners import Professional
from portal.domain.claims import CATEGORY_LABELS, Status
from portal.domain.french import decimal

Row = Sequence[str]

MEMBERS = (
    "num_adherent;nom;prenom;date_naissance;nir;email;telephone;adresse;code_postal;ville;"
    "date_adhesion;date_fin"
)
CONTRACTS = "num_contrat;num_adherent;produit;formule;date_debut;date_fin;cotisation_mensuelle"
BENEFICIARIES = "num_adherent;rang;nom;prenom;date_naissance;lien;nir"
CLAIMS = (
    "id_ligne;id_ligne_origine;num_adherent;rang_beneficiaire;date_soins;code_acte;libelle_acte;"
    "categorie;professionnel;specialite;quantite;depense;base_remboursement;montant_ro;"
    "montant_rc;participation;reste_a_charge;destinataire;statut;date_statut;date_paiement;"
    "reference_paiement;motif_rejet"
)
CONTRIBUTIONS = "num_contrat;echeance;montant;statut;date_paiement"
PROFESSIONALS = (
    "id_ps;nom;specialite;adresse;code_postal;ville;latitude;longitude;telephone;secteur;optam;"
    "partenaire;teleconsultation;prochain_rdv"
)


def write(path: Path, header: str, rows: Iterable[Row]) -> Path:
    """Write one file as the rows come, and return its path."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(header + "\n")
        csv.writer(file, delimiter=";", lineterminator="\n").writerows(rows)
    return path


def member_row(household: Household) -> Row:
    """The member's own row."""
    person, city = household.people[0], household.city
    return (
        household.cast.number,
        person.last_name,
        person.first_name,
        f"{person.born}",
        person.nir,
        household.cast.email,
        household.phone,
        household.address,
        city.postal_code,
        city.name,
        f"{household.joined_on}",
        "",
    )


def contract_rows(household: Household) -> Iterator[Row]:
    """The household's contracts."""
    for cover in household.covers:
        yield (
            cover.number,
            household.cast.number,
            cover.product,
            cover.plan,
            f"{cover.starts_on}",
            "",
            decimal(cover.monthly),
        )


def beneficiary_rows(household: Household) -> Iterator[Row]:
    """The people covered, the member first."""
    for person in household.people:
        yield (
            household.cast.number,
            f"{person.rank}",
            person.last_name,
            person.first_name,
            f"{person.born}",
            person.link,
            person.nir,
        )


def professional_row(one: Professional) -> Row:
    """One line of the directory."""
    return (
        one.number,
        one.name,
        one.specialty,
        one.address,
        one.city.postal_code,
        one.city.name,
        f"{one.latitude:.6f}".replace(".", ","),
        f"{one.longitude:.6f}".replace(".", ","),
        one.phone,
        one.sector,
        one.optam,
        one.partner,
        one.remote,
        f"{one.free_on}",
    )


def claim_row(line: Line, step: int = -1) -> Row:
    """A line as it stood at one of its steps, by default the last."""
    status, since = line.steps[step]
    paid = status is Status.PAID
    return (
        line.number,
        line.origin,
        line.member,
        f"{line.rank}",
        f"{line.care_date}",
        *described(line),
        status,
        f"{since}",
        f"{since}" if paid else "",
        payment_reference(line.member, since) if paid else "",
        line.reason if status is Status.REJECTED else "",
    )


def described(line: Line) -> Row:
    """What a line says that depends neither on its dates nor on its person."""
    money = line.amounts
    return (
        line.act.code,
        line.label,
        CATEGORY_LABELS[line.act.category],
        line.professional.name,
        line.specialty,
        f"{line.quantity}",
        decimal(money.expense),
        decimal(money.base),
        decimal(money.ro),
        decimal(money.rc),
        decimal(money.deduction),
        decimal(money.remaining),
        line.payee,
    )


def payment_reference(member: str, day: date) -> str:
    """The transfer's reference: one for all that a member is paid on one day."""
    return f"VIR{day:%y%m%d}{member[-5:]}"
