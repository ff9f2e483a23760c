"""Who one can be in the demonstration, as the sign-in page says it ("Entrer comme …")."""

from dataclasses import dataclass

from portal.domain.actors import Role


@dataclass(frozen=True, slots=True)
class CastMember:
    """One demonstration member. ``key`` is the short name that tests and stories use."""

    number: str
    key: str
    name: str
    description: str
    email: str


CAST: tuple[CastMember, ...] = (
    CastMember(
        "10000001",
        "family",
        "Claire Moreau-Diallo",
        "Mère de trois enfants\u00a0: orthodontie, lunettes et médecins au quotidien",
        "claire.moreau-diallo@example.org",
    ),
    CastMember(
        "10000002",
        "retired",
        "Jean-Pierre Lefèvre",
        "Retraité, en couple\u00a0: aides auditives, cataracte et pharmacie chaque mois",
        "jean-pierre.lefevre@example.org",
    ),
    CastMember(
        "10000003",
        "young",
        "Yanis Benali",
        "Jeune salarié\u00a0: peu de soins, tiers payant et un remboursement rejeté",
        "yanis.benali@example.org",
    ),
    CastMember(
        "10000004",
        "collective",
        "Thi Mai Nguyen",
        "Couverte avec son conjoint par le contrat collectif de son entreprise",
        "thi-mai.nguyen@example.org",
    ),
    CastMember(
        "10000005",
        "carer",
        "Françoise Le Goff",
        "Aidante de sa mère, veuve depuis peu\u00a0: hôpital et transports",
        "francoise.le-goff@example.org",
    ),
    CastMember(
        "10000006",
        "farmer",
        "Luc Castéra",
        "Exploitant agricole\u00a0: santé, prévoyance, auto, habitation et responsabilité civile",
        "luc.castera@example.org",
    ),
    CastMember(
        "10000007",
        "newcomer",
        "Aminata Koné",
        "Vient d’adhérer\u00a0: encore aucun remboursement",
        "aminata.kone@example.org",
    ),
    CastMember(
        "10000008",
        "long_name",
        "Marie-Anne-Charlotte D’Estrées-Lagarde de Saint-Chély-d’Apcher",
        "Un très long nom, une formule haut de gamme et une rééducation",
        "m-a-c.destrees-lagarde@example.org",
    ),
    CastMember(
        "10000009",
        "heavy",
        "Gérard Wojciechowski",
        "Suivi au long cours\u00a0: environ trois cents remboursements en deux ans",
        "gerard.wojciechowski@example.org",
    ),
    CastMember(
        "10000010",
        "corsican",
        "Ghjulia Mattei",
        "Née en Corse\u00a0: implant dentaire et séances Mon soutien psy",
        "ghjulia.mattei@example.org",
    ),
)

CAST_BY_NUMBER: dict[str, CastMember] = {member.number: member for member in CAST}


@dataclass(frozen=True, slots=True)
class CastStaff:
    """One of the demonstration's staff. ``key`` is the short name that tests use."""

    key: str
    name: str
    role: Role
    description: str
    email: str


STAFF_CAST: tuple[CastStaff, ...] = (
    CastStaff(
        "agent",
        "Nadia Benali",
        Role.AGENT,
        "Chargée d’assistance\u00a0: répond aux messages et rappelle",
        "nadia.benali@equipe.example.org",
    ),
    CastStaff(
        "manager",
        "Olivier Fontaine",
        Role.MANAGER,
        "Gestionnaire\u00a0: valide aussi les changements, suit les envois",
        "olivier.fontaine@equipe.example.org",
    ),
    CastStaff(
        "administrator",
        "Sophie Arnaud",
        Role.ADMINISTRATOR,
        "Administratrice\u00a0: ouvre tout, créneaux et journal compris",
        "sophie.arnaud@equipe.example.org",
    ),
)

STAFF_BY_EMAIL: dict[str, CastStaff] = {person.email: person for person in STAFF_CAST}
