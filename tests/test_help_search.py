"""Finding an article of the help with the words people type."""

import pytest

from portal.bootstrap import help_index, the_help
from portal.domain.help_search import MAX_QUERY, distance, stem, words_of
from tests.hostile import HOSTILE_TEXTS

# What is typed, and the article that must be among the first three.
QUERIES = {
    "rembourssement": "ou-en-est-mon-remboursement",
    "cart tiers payent": "carte-de-tiers-payant",
    "mot de pase oublié": "mot-de-passe-oublie",
    "mdp oublié": "mot-de-passe-oublie",
    "j'ai perdu mon mot de passe": "mot-de-passe-oublie",
    "comment se connecter": "se-connecter",
    "conection": "se-connecter",
    "créer un compte": "creer-votre-compte",
    "inscription": "creer-votre-compte",
    "m'inscrire": "creer-votre-compte",
    "je reçois pas le code": "code-d-activation-non-recu",
    "code sms pas reçu": "code-d-activation-non-recu",
    "compte bloqué": "compte-bloque",
    "trop d'essais": "compte-bloque",
    "telephone perdu": "telephone-perdu-ou-change",
    "nouveau telephone": "telephone-perdu-ou-change",
    "j'ai changé de numéro": "telephone-perdu-ou-change",
    "passkey": "cles-d-acces",
    "cle d'acces": "cles-d-acces",
    "empreinte": "cles-d-acces",
    "google authenticator": "application-d-authentification",
    "qr code": "application-d-authentification",
    "aplication authentification": "application-d-authentification",
    "codes de secours": "codes-de-secours",
    "déconnecter un appareil": "appareils-et-sessions",
    "piratage": "ce-n-est-pas-moi",
    "on a piraté mon compte": "ce-n-est-pas-moi",
    "faux sms": "reconnaitre-un-message-frauduleux",
    "arnaque": "reconnaitre-un-message-frauduleux",
    "hameconnage": "reconnaitre-un-message-frauduleux",
    "phishing": "reconnaitre-un-message-frauduleux",
    "phising": "reconnaitre-un-message-frauduleux",
    "délai de remboursement": "ou-en-est-mon-remboursement",
    "combien de temps pour être remboursé": "ou-en-est-mon-remboursement",
    "je ne suis pas remboursé": "remboursement-absent",
    "remboursement manquant": "remboursement-absent",
    "remboursement refusé": "remboursement-en-attente-ou-rejete",
    "pièce manquante": "remboursement-en-attente-ou-rejete",
    "reste a charge": "lire-un-remboursement",
    "comprendre mon décompte": "lire-un-remboursement",
    "ticket moderateur": "base-de-remboursement-et-ticket-moderateur",
    "tiket modérateur": "base-de-remboursement-et-ticket-moderateur",
    "BR": "base-de-remboursement-et-ticket-moderateur",
    "2 euros": "participation-forfaitaire-et-franchise",
    "franchise medicale": "participation-forfaitaire-et-franchise",
    "dépassement d'honoraires": "secteur-1-secteur-2-optam",
    "optam": "secteur-1-secteur-2-optam",
    "tiers payant": "tiers-payant",
    "envoyer une facture": "envoyer-une-facture",
    "facture osteo": "envoyer-une-facture",
    "montant négatif": "montant-negatif",
    "médecin traitant": "parcours-de-soins",
    "lunettes": "lunettes-et-lentilles",
    "lunete": "lunettes-et-lentilles",
    "nouvelles lunettes tous les combien": "lunettes-et-lentilles",
    "dentiste": "soins-dentaires",
    "couronne": "soins-dentaires",
    "orthodontie": "soins-dentaires",
    "appareil auditif": "aides-auditives",
    "100 % santé": "cent-pour-cent-sante",
    "hopital": "hospitalisation",
    "chambre particulière": "hospitalisation",
    "prise en charge opération": "hospitalisation",
    "médicaments": "pharmacie",
    "ostéopathe": "medecines-douces",
    "psy": "soutien-psychologique",
    "vaccin grippe": "prevention-et-vaccins",
    "ALD": "affection-longue-duree",
    "voyage": "soins-a-l-etranger",
    "carte mutuelle perdue": "carte-de-tiers-payant",
    "changer de rib": "modifier-vos-coordonnees",
    "iban": "modifier-vos-coordonnees",
    "déménagement": "modifier-vos-coordonnees",
    "changement d'adresse": "modifier-vos-coordonnees",
    "cotisation impayée": "cotisations",
    "prélèvement": "cotisations",
    "résilier": "resilier-votre-contrat",
    "resiliation": "resilier-votre-contrat",
    "enceinte": "naissance-et-maternite",
    "bebe": "naissance-et-maternite",
    "ajouter mon conjoint": "ajouter-un-proche",
    "mariage": "ajouter-un-proche",
    "étudiant": "etudiants-et-premier-emploi",
    "premier travail": "etudiants-et-premier-emploi",
    "chômage": "quitter-son-employeur",
    "portabilité": "quitter-son-employeur",
    "retraite": "depart-a-la-retraite",
    "retrete": "depart-a-la-retraite",
    "décès": "deces-d-un-proche",
    "ma mère est morte": "deces-d-un-proche",
    "aider ma mère": "aider-un-proche",
    "procuration": "aider-un-proche",
    "envoyer un message": "nous-ecrire",
    "contacter un conseiller": "nous-ecrire",
    "envoyer une photo": "joindre-un-document",
    "piece jointe trop lourde": "joindre-un-document",
    "être rappelé": "etre-rappele",
    "rapel": "etre-rappele",
    "rdv": "prendre-rendez-vous",
    "visio": "prendre-rendez-vous",
    "réclamation": "reclamation-et-mediateur",
    "mediateur": "reclamation-et-mediateur",
    "rgpd": "vos-donnees-personnelles",
    "donnees personelles": "vos-donnees-personnelles",
    "supprimer mon compte": "supprimer-votre-compte",
    "agrandir le texte": "affichage-texte-plus-grand",
    "écrire plus gros": "affichage-texte-plus-grand",
    "je n'ai pas internet": "sans-internet-ou-sans-adresse-e-mail",
    "notifications": "choisir-vos-notifications",
    "heures calmes": "choisir-vos-notifications",
    "exporter en excel": "telecharger-vos-remboursements",
    "relevé": "telecharger-vos-remboursements",
    "filtrer": "chercher-un-remboursement",
    "graphique": "annee-en-chiffres",
    "dépenses de l'année": "annee-en-chiffres",
}


@pytest.mark.parametrize(("typed", "slug"), QUERIES.items())
def test_what_people_type_finds_the_article_among_the_first_three(typed: str, slug: str) -> None:
    found = [one.slug for one in help_index().search(typed, 3)]
    assert slug in found


def test_every_article_is_found_by_its_own_title_and_first() -> None:
    for article in the_help().articles:
        assert help_index().search(article.title)[0].slug == article.slug, article.title


def test_the_list_grows_shorter_as_one_types_and_the_beginning_of_a_word_is_enough() -> None:
    for typed in ("lun", "lune", "lunet", "lunett", "lunette"):
        assert help_index().search(typed)[0].slug == "lunettes-et-lentilles", typed


def test_capitals_accents_and_plurals_do_not_count() -> None:
    index = help_index()
    expected = index.search("décès d’un proche")
    assert index.search("DECES D'UN PROCHES") == expected


def test_words_that_are_nowhere_find_nothing() -> None:
    for typed in ("", "   ", "zzzzzz", "?!", "qwxzj kfdw"):
        assert help_index().search(typed) == []


def test_hostile_texts_are_only_words() -> None:
    for text in HOSTILE_TEXTS:
        assert len(help_index().search(text)) <= 8
    assert help_index().search("a" * 100_000) == []
    assert len(words_of("mot " * 1_000)) == 1_000
    long = "lunettes " * 1_000
    assert help_index().search(long) == help_index().search(long[:MAX_QUERY])


@pytest.mark.parametrize(
    ("one", "other", "away"),
    [("carte", "carte", 0), ("carte", "crate", 1), ("carte", "cart", 1), ("payant", "payent", 1)],
)
def test_the_distance_counts_letters_changed_dropped_added_or_swapped(
    one: str, other: str, away: int
) -> None:
    assert distance(one, other, 2) == away


def test_the_distance_gives_up_beyond_what_is_asked() -> None:
    assert distance("carte", "remboursement", 2) == 3
    assert distance("abcdef", "ghijkl", 2) == 3


@pytest.mark.parametrize(
    ("forms"),
    [
        ("remboursement", "remboursements", "rembourssement", "remboursé", "rembourser"),
        ("résilier", "résiliation"),
        ("lunette", "lunettes"),
        ("cotisation", "cotisations"),
    ],
)
def test_the_forms_of_a_word_share_their_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(words_of(form)[0]) for form in forms}) == 1
