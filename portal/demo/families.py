"""The households of the cast: who they are, where they live, what they are covered by."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.demo.catalogue import PLANS
from portal.demo.people import CITIES, City, Person, birth, landline, mobile, nir
from portal.domain.cast import CAST, CastMember


@dataclass(frozen=True, slots=True)
class Cover:
    """One contract. ``monthly`` in euro cents."""

    number: str
    product: str
    plan: str
    starts_on: date
    monthly: int


@dataclass(frozen=True, slots=True)
class Household:
    """One cast member and those covered with them. ``plan`` is the health plan's key."""

    cast: CastMember
    plan: str
    address: str
    city: City
    phone: str
    joined_on: date
    people: tuple[Person, ...]
    covers: tuple[Cover, ...]
    long_illness: bool = False
    unpaid: bool = False


# Last and first name, sex, age, month and day of birth, birthplace, link.
_Who = tuple[str, str, int, int, int, int, str, str]
_PEOPLE: dict[str, tuple[_Who, ...]] = {
    "family": (
        ("Moreau-Diallo", "Claire", 2, 41, 4, 12, "44109", "assure"),
        ("Diallo", "Mamadou", 1, 43, 9, 3, "99335", "conjoint"),
        ("Diallo", "Inès", 2, 14, 2, 27, "", "enfant"),
        ("Diallo", "Samuel", 1, 9, 6, 8, "", "enfant"),
        ("Diallo", "Jade", 2, 4, 1, 19, "", "enfant"),
    ),
    "retired": (
        ("Lefèvre", "Jean-Pierre", 1, 75, 3, 30, "21231", "assure"),
        ("Lefèvre", "Monique", 2, 73, 8, 14, "21054", "conjoint"),
    ),
    "young": (("Benali", "Yanis", 1, 24, 5, 6, "59512", "assure"),),
    "collective": (
        ("Nguyen", "Thi Mai", 2, 44, 7, 22, "69383", "assure"),
        ("Ferrand", "Laurent", 1, 46, 1, 5, "69266", "conjoint"),
    ),
    "carer": (
        ("Le Goff", "Françoise", 2, 59, 10, 2, "29232", "assure"),
        ("Le Goff", "Yves", 1, 63, 2, 11, "29019", "conjoint"),
        ("Kervella", "Odette", 2, 87, 3, 17, "29103", "autre"),
    ),
    "farmer": (
        ("Castéra", "Luc", 1, 52, 6, 25, "32013", "assure"),
        ("Castéra", "Hélène", 2, 50, 4, 9, "32107", "conjoint"),
        ("Castéra", "Bastien", 1, 19, 1, 28, "32013", "enfant"),
    ),
    "newcomer": (("Koné", "Aminata", 2, 31, 5, 15, "35238", "assure"),),
    "long_name": (
        (
            "D’Estrées-Lagarde de Saint-Chély-d’Apcher",
            "Marie-Anne-Charlotte",
            2,
            62,
            7,
            1,
            "48095",
            "assure",
        ),
    ),
    "heavy": (
        ("Wojciechowski", "Gérard", 1, 68, 2, 20, "57463", "assure"),
        ("Wojciechowski", "Danuta", 2, 66, 9, 13, "99122", "conjoint"),
    ),
    "corsican": (("Mattei", "Ghjulia", 2, 46, 2, 9, "2A004", "assure"),),
}

# Plan, street, city, years or (as a negative) days since they joined, monthly contribution.
_HOMES: dict[str, tuple[str, str, str, int, int]] = {
    "family": ("confort", "14 rue des Hauts-Pavés", "Nantes", 6, 148_60),
    "retired": ("senior", "3 place Émile-Zola", "Dijon", 21, 212_40),
    "young": ("eco", "87 boulevard Gambetta, appartement 12", "Roubaix", 2, 29_90),
    "collective": ("entreprise", "52 cours Lafayette", "Lyon", 4, 64_25),
    "carer": ("confort", "8 venelle du Moulin-au-Duc", "Quimper", 11, 117_80),
    "farmer": ("confort", "Lieu-dit « La Hitte »", "Auch", 17, 134_70),
    "newcomer": ("confort", "21 mail François-Mitterrand", "Rennes", -12, 46_30),
    "long_name": ("premium", "1 bis allée Paul-Doumer", "Mende", 9, 168_90),
    "heavy": ("senior", "40 rue Serpenoise", "Metz", 14, 224_15),
    "corsican": ("premium", "5 rue Fesch", "Ajaccio", 5, 92_10),
}

# Beside health: product, plan, monthly contribution.
_OTHER_COVERS: dict[str, tuple[tuple[str, str, int], ...]] = {
    "family": (("habitation", "Famille", 24_80),),
    "collective": (("prevoyance", "Collectif cadres", 18_45),),
    "carer": (("prevoyance", "Capital et assistance", 15_20),),
    "farmer": (
        ("prevoyance", "Arrêt de travail exploitant", 58_30),
        ("auto", "Tous risques", 61_75),
        ("habitation", "Corps de ferme", 73_10),
        ("rc", "Exploitation agricole", 32_60),
    ),
}


def households(today: date) -> list[Household]:
    """The cast's households as they are on ``today``, in the order of the cast."""
    return [_household(member, index, today) for index, member in enumerate(CAST)]


def _household(member: CastMember, index: int, today: date) -> Household:
    plan, street, city, since, monthly = _HOMES[member.key]
    if since < 0:
        joined = today + timedelta(days=since)
    else:
        joined = date(today.year - since, 1 + 3 * (index % 4), 1)
    health = Cover(f"{200100 + 10 * index}", "sante", PLANS[plan], joined, monthly)
    others = tuple(
        Cover(f"{200101 + 10 * index + n}", product, name, joined, amount)
        for n, (product, name, amount) in enumerate(_OTHER_COVERS.get(member.key, ()))
    )
    return Household(
        cast=member,
        plan=plan,
        address=street,
        city=CITIES[city],
        phone=(landline if member.key == "retired" else mobile)(1210 + 137 * index),
        joined_on=joined,
        people=_people(member.key, index, today),
        covers=(health, *others),
        long_illness=member.key == "heavy",
        unpaid=member.key == "young",
    )


def _people(key: str, index: int, today: date) -> tuple[Person, ...]:
    people: list[Person] = []
    for rank, who in enumerate(_PEOPLE[key], start=1):
        last, first, sex, age, month, day, birthplace, link = who
        born = birth(today, age, month, day)
        # A child is known under a parent's NIR, as on a real "carte Vitale".
        number = nir(sex, born, birthplace, 900 + 7 * index + rank) if birthplace else people[0].nir
        people.append(Person(rank, last, first, born, link, number))
    return tuple(people)
