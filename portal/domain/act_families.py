"""Families of acts: the category that follows from an act's code, and the words that find it.

Codes are those of the French nomenclatures: NGAP letters (G, MK, AMI…), CCAM (four letters and
three digits), and the short codes that insurers use for optics, hearing aids and pharmacy.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from portal.domain.claims import CATEGORY_LABELS, Category
from portal.domain.text import fold


@dataclass(frozen=True, slots=True)
class Family:
    """Acts that members call by the same words. ``label`` names an act that came without one."""

    pattern: str
    category: Category
    label: str
    keywords: str


_DENTAL = "dentiste dent dents dentaire chirurgien-dentiste"
_IMAGING = "imagerie radiologue radiologie examen"

# The first family whose pattern matches the whole code wins.
_FAMILIES: tuple[Family, ...] = (
    # Dental care: CCAM acts on teeth (HB) and jaws (LB), and the older letters.
    Family(
        r"HBL[DS]\d+|(PDT|PFC|PAR|PAM|PFM|CCM|CZ|COU|BRI|IC|ICO|INL|RPN|PRO|PROTH)\d*|SPR\d*",
        Category.DENTAL,
        "Prothèse dentaire",
        f"{_DENTAL} prothese couronne bridge inlay-core appareil",
    ),
    Family(
        r"TO\d*|ORT\w*|SCO?D\d*", Category.DENTAL, "Orthodontie", f"{_DENTAL} orthodontie bagues"
    ),
    Family(
        r"LBLD\d+|IMP\w*",
        Category.DENTAL,
        "Implant dentaire",
        f"{_DENTAL} implant implantologie prothese",
    ),
    Family(
        r"HBJ[DAB]\d+|DET\w*",
        Category.DENTAL,
        "Détartrage",
        f"{_DENTAL} detartrage parodontie gencive",
    ),
    Family(r"[HL]BQ\w\d+", Category.DENTAL, "Radiographie dentaire", f"{_DENTAL} radio"),
    Family(r"HBG\w\d+", Category.DENTAL, "Extraction dentaire", f"{_DENTAL} extraction arrachage"),
    Family(
        r"[HL]B[A-Z]{2}\d+|DC|CD|SC\d*|SDE|OBT\d*|END\d*|AXI|TDS|PRD|CAR\w*|BDC|CBD|EBD",
        Category.DENTAL,
        "Soins dentaires",
        f"{_DENTAL} carie soins",
    ),
    # Optics and hearing.
    Family(
        r"(MON|MT)(_?\w)*",
        Category.OPTICAL,
        "Monture de lunettes",
        "lunettes monture opticien optique vue",
    ),
    Family(
        r"(VER|VX|VP|VM)(_?\w)*|LUN\w*|OPT(_?\w)*",
        Category.OPTICAL,
        "Verres de lunettes",
        "lunettes verre verres opticien optique vue",
    ),
    Family(
        r"LEN(_?\w)*|LC\d?", Category.OPTICAL, "Lentilles", "lentilles contact opticien optique vue"
    ),
    Family(
        r"(AUD|PAU|APA|ACO|PIL_?A)(_?\w)*",
        Category.HEARING,
        "Aide auditive",
        "audiologie audition appareil auditif oreille prothese auditive audioprothesiste",
    ),
    # Medicines.
    Family(
        r"PH\w*|PM\d|PMR|MED\d*|PHARM\w*",
        Category.PHARMACY,
        "Pharmacie",
        "pharmacie pharmacien medicament medicaments ordonnance",
    ),
    # Laboratory and imaging: CCAM explorations by image (Q then H scanner, K rays, M, N, L).
    Family(
        r"B\d*|BIO\w*|BHN|TB|PB|KB|AMB_?LABO|P\d{2,3}|APA?TH|LAB\w*",
        Category.LABORATORY,
        "Analyses de biologie",
        "biologie analyse analyses laboratoire prise de sang bilan sanguin",
    ),
    Family(r"[A-Z]{2}QH\d{3}", Category.LABORATORY, "Scanner", f"scanner {_IMAGING}"),
    Family(r"[A-Z]{2}QN\d{3}|FTN|IRM\w*", Category.LABORATORY, "IRM", f"irm {_IMAGING}"),
    Family(
        r"[A-Z]{2}QM\d{3}|ADE|ECHO\w*",
        Category.LABORATORY,
        "Échographie",
        f"echographie echo doppler {_IMAGING}",
    ),
    Family(
        r"[A-Z]{2}Q[KL]\d{3}|ADI|Z\d*|ZN|FTR|FS\d?|RAD\w*",
        Category.LABORATORY,
        "Imagerie médicale",
        f"radio radiographie {_IMAGING}",
    ),
    # Transport.
    Family(
        r"VSL\w*|TSL|AMB\w*|ABG|ABA|TAX\w*|TXI|TSP|TSE|TRA\w*|SMUR",
        Category.TRANSPORT,
        "Transport sanitaire",
        "transport ambulance taxi vehicule sanitaire",
    ),
    # Hospital.
    Family(
        r"FJH?\w*|FPU\w*|ATU|FAU|SU\d?|CHP\w*|CPA?|LIT\w*|PJ|GHS\d*|GHM\w*|HOS\w*|SEJ\w*|SHO|DMI|PAS|FFM|SE\d",
        Category.HOSPITAL,
        "Frais d’hospitalisation",
        "hopital clinique hospitalisation sejour urgences chambre forfait",
    ),
    Family(
        r"BFGA\d+",
        Category.HOSPITAL,
        "Opération de la cataracte",
        "cataracte operation chirurgie oeil hopital clinique ophtalmologue",
    ),
    # CCAM acts by open (A) or endoscopic (C) surgery, and anaesthesia.
    Family(
        r"[A-Z]{2}[A-PR-Z][AC]\d{3}|ADA|ADC|ANE\w*",
        Category.HOSPITAL,
        "Acte de chirurgie",
        "operation chirurgie chirurgien anesthesie hopital clinique",
    ),
    # Prevention.
    Family(
        r"MSP\w*|PSYL",
        Category.PREVENTION,
        "Séance avec un psychologue",
        "psy psychologue mon soutien psy prevention",
    ),
    Family(r"VAC\w*|INJV?", Category.PREVENTION, "Vaccination", "vaccin vaccination prevention"),
    Family(
        r"DER|DEP\w*|PRE\w*|BPR|SEV\w*|TAB\w*|TNS",
        Category.PREVENTION,
        "Acte de prévention",
        "prevention depistage bilan sevrage tabac",
    ),
    # Alternative medicine.
    Family(
        r"OST\w*",
        Category.ALTERNATIVE,
        "Séance d’ostéopathie",
        "osteo osteopathe osteopathie medecine douce",
    ),
    Family(
        r"CHI\w*|ACU\w*|ETI\w*|NAT\w*|SOP\w*|DIE\w*|HYP\w*|MDO?\w?|REF\w*",
        Category.ALTERNATIVE,
        "Médecine douce",
        "chiropracteur acupuncture dieteticien sophrologie medecine douce",
    ),
    # Everyday care.
    Family(
        r"MK\d*|AM[KC]\d*|AMS\d*|KIN\w*|T?RPE|RA[BCMOPSV]\w*|NMI|VSC|TER",
        Category.ROUTINE,
        "Séance de kinésithérapie",
        "kine kinesitherapeute kinesitherapie reeducation masseur",
    ),
    Family(
        r"AMI\d*|AIS\d*|AMX\d*|BS[ABC]|DI|IFD|IF[ABCINR]|MAU|MCI|INF\w*",
        Category.ROUTINE,
        "Soins infirmiers",
        "infirmier infirmiere soins piqure pansement",
    ),
    Family(r"AMO\d*", Category.ROUTINE, "Orthophonie", "orthophoniste orthophonie"),
    Family(r"AMY\d*", Category.ROUTINE, "Orthoptie", "orthoptiste orthoptie yeux"),
    Family(r"SF\d*|SFI|SP|CSF|SAGE\w*", Category.ROUTINE, "Sage-femme", "sage-femme grossesse"),
    Family(
        r"AMP\d*|POD\w*|SEM\w*",
        Category.ROUTINE,
        "Soins de podologie",
        "podologue pedicure semelles pied",
    ),
    Family(
        r"DEQP\d+|ECG\w*",
        Category.ROUTINE,
        "Électrocardiogramme",
        "cardiologue electrocardiogramme coeur ecg",
    ),
    Family(
        r"G(S|06|\d)?|VG?S?|TCG?|TE\d?|GER|COE|VL|MEG|MRT|CCX",
        Category.ROUTINE,
        "Consultation chez le médecin",
        "medecin generaliste docteur consultation visite",
    ),
    Family(
        r"C|CS\w*|CNP\w*|CSC|CA|C2|C3|APC\w*|APU|APY|VS|GYN|PSY|PED|NFE|NFP|COB|DOM\w*",
        Category.ROUTINE,
        "Consultation chez un spécialiste",
        "medecin specialiste docteur consultation",
    ),
    Family(r"M[A-Z]{1,2}|MCS|MPC|MD|ID|IK|IFS?|MIC", Category.ROUTINE, "Majoration", "majoration"),
    Family(
        r"[A-Z]{4}\d{3}",
        Category.ROUTINE,
        "Acte médical technique",
        "medecin acte technique",
    ),
    Family(
        r"LPP\w*|APP\w*|PAN\w*|DVO|AAD|AAR|ORP|PA|VEH|MAD",
        Category.OTHER,
        "Appareillage",
        "appareillage materiel medical prothese orthese",
    ),
)

_COMPILED = tuple((re.compile(family.pattern, re.ASCII), family) for family in _FAMILIES)


@lru_cache(maxsize=4096)
def family_of(act_code: str) -> Family | None:
    """Return the family of an act by its code in capitals, None when no family is known."""
    return next((family for shape, family in _COMPILED if shape.fullmatch(act_code)), None)


def category_of(act_code: str) -> Category:
    """The category that follows from an act's code."""
    family = family_of(act_code)
    return family.category if family else Category.OTHER


def label_of(act_code: str) -> str:
    """What to call an act that came without a label."""
    family = family_of(act_code)
    return family.label if family else act_code


def search_words(act_code: str, act_label: str, category: str) -> str:
    """The folded words by which members look for an act."""
    family = family_of(act_code)
    keywords = family.keywords if family else ""
    return fold(f"{act_label} {act_code} {CATEGORY_LABELS[Category(category)]} {keywords}")
