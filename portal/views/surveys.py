"""The short survey, as a page shows it."""

from dataclasses import dataclass

from portal.domain.surveys import SCORES
from portal.services.surveys import OpenSurvey


@dataclass(frozen=True, slots=True)
class SurveyView:
    """``shown``: there is something to ask or to thank for; ``given``: the answer in words.

    ``score``: "1" to "5" or empty; ``solved``: "oui", "non" or empty.
    """

    shown: bool = False
    is_open: bool = False
    given: str = ""
    score: str = ""
    solved: str = ""
    comment: str = ""


NO_SURVEY = SurveyView()
SOLVED_WORDS = {"oui": True, "non": False, "": None}
_WORDS = {value: word for word, value in SOLVED_WORDS.items()}
_SETTLED = {
    True: "Votre demande est réglée.",
    False: "Votre demande n’est pas encore réglée.",
}


def survey(found: OpenSurvey) -> SurveyView:
    """What to ask, or what was answered."""
    given = found.given
    if given is None:
        return SurveyView(shown=found.is_open, is_open=found.is_open)
    settled = _SETTLED.get(given.solved, "") if given.solved is not None else ""
    return SurveyView(
        shown=True,
        is_open=found.is_open,
        given=f"Satisfait de la réponse\u00a0: {SCORES[given.score].lower()}. {settled}".strip(),
        score=str(given.score),
        solved=_WORDS[given.solved],
        comment=given.comment,
    )
