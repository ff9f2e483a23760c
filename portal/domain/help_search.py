"""Finding an article of the help as it is typed: accents, plurals and typing errors forgiven.

A small index in memory. A word of the query is looked for as it is (its stem), then as the
beginning of a word, then as a word one or two letters away; words that say nothing are left out.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import log
from urllib.parse import quote, urlencode

from portal.domain.help import Article, BlockKind, texts_of
from portal.domain.text import fold

MAX_QUERY = 120

_TITLE, _KEYWORD, _SUMMARY, _HEADING, _BODY = 9.0, 7.0, 3.0, 3.0, 1.0
_PREFIX, _NEAR, _NEARER = 0.75, 0.45, 0.65  # what an approximate match is worth
_SOUNDS_ALIKE = 0.7
_SHORTEST_PREFIX = 3
_SHORTEST_WITH_ERRORS = 4
_LONG_WORD = 8  # from here two errors are forgiven

_SAY_NOTHING = (
    "a ai ais ait au aux avec avoir c ca ce ces cet cette ceux chez comment d dans de des "
    "du elle elles en entre es est et etre eu faire fais fait faut il ils j je l la le les "
    "leur lui m ma mais me mes moi mon n ne nos notre nous on or ou par pas peut peux plus "
    "pour pourquoi puis qu quand que quel quelle quelles quels qui quoi s sa sans se ses si "
    "son sont sur suis t ta te tes toi ton tres tu un une veut veux vos votre vous y bonjour "
    "merci svp savoir voudrais souhaite"
)
_EMPTY = frozenset(_SAY_NOTHING.split())

# Written otherwise, heard the same; in this order.
_SOUNDS = (("eau", "o"), ("au", "o"), ("ai", "e"), ("ei", "e"), ("ph", "f"), ("th", "t"))
_SOUNDS += (("qu", "k"), ("c", "k"), ("y", "i"), ("en", "an"), ("em", "am"), ("z", "s"), ("h", ""))

# The longest first: the first that fits is taken off.
_ENDINGS = (
    *("issements", "issement", "ations", "ation", "ements", "ement", "ments", "ment"),
    *("euses", "euse", "eurs", "eur", "iques", "ique", "ables", "able", "antes", "ante"),
    *("ants", "ant", "ions", "ion", "ees", "ee", "ers", "er", "ez", "es", "e", "s", "x"),
)
_SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class Found:
    """An article and how well it answers."""

    slug: str
    score: float


def search_query(text: str) -> str:
    """What follows ``?`` in the address of a search; nothing for an empty one."""
    asked = text.strip()
    return urlencode({"q": asked}, quote_via=quote, errors="replace") if asked else ""


def words_of(text: str) -> list[str]:
    """The words of a text, folded; ``l’e-mail`` → ``l``, ``email``."""
    joined = fold(text).replace("e-mail", "email").replace("’", " ").replace("'", " ")
    return "".join(c if c.isalnum() else " " for c in joined).split()


def stem(word: str) -> str:
    """What the forms of a word have in common, roughly; ``word`` is folded."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return _plain(word[: -len(ending)])
    return _plain(word)


def _plain(word: str) -> str:
    """Doubled letters made single: they are what is most often got wrong."""
    return "".join(c for place, c in enumerate(word) if place == 0 or c != word[place - 1])


def sound(word: str) -> str:
    """Roughly how a word is heard: ``retrete`` and ``retraite`` are one."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    return _plain(word)


def distance(one: str, other: str, most: int) -> int:
    """Letters to change, add, drop or swap between two words; ``most + 1`` when more than that."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


class HelpIndex:
    """The articles, ready to be searched."""

    def __init__(self, articles: Iterable[Article]) -> None:
        """Read the articles once."""
        self._weights: dict[str, dict[str, float]] = defaultdict(dict)
        self._by_pair: dict[str, set[str]] = defaultdict(set)
        self._by_sound: dict[str, set[str]] = defaultdict(set)
        self._count = 0
        for article in articles:
            self._add(article)
            self._count += 1
        for known in self._weights:
            self._by_sound[sound(known)].add(known)
            for pair in _pairs(known):
                self._by_pair[pair].add(known)

    def search(self, text: str, most: int = 8) -> list[Found]:
        """The articles that answer ``text``, best first; nothing for an empty one."""
        asked = words_of(text[:MAX_QUERY])
        wanted = [word for word in asked if word not in _EMPTY] or asked
        if not wanted:
            return []
        scores: dict[str, float] = defaultdict(float)
        met: dict[str, int] = defaultdict(int)
        for place, word in enumerate(dict.fromkeys(wanted)):
            is_last = place == len(wanted) - 1
            for slug, score in self._of_word(word, unfinished=is_last).items():
                scores[slug] += score
                met[slug] += 1
        needed = len(dict.fromkeys(wanted))
        ranked = [Found(slug, scores[slug] * (met[slug] / needed) ** 2) for slug in scores]
        return sorted(ranked, key=lambda found: (-found.score, found.slug))[:most]

    def _of_word(self, word: str, *, unfinished: bool) -> dict[str, float]:
        best: dict[str, float] = {}
        for known, worth in self._known_words(word, unfinished=unfinished).items():
            rarity = log(1 + self._count / len(self._weights[known]))
            for slug, weight in self._weights[known].items():
                best[slug] = max(best.get(slug, 0.0), weight * rarity * worth)
        return best

    def _known_words(self, word: str, *, unfinished: bool) -> dict[str, float]:
        """The words of the index that ``word`` may be, and how sure that is."""
        root = stem(word)
        found = {root: 1.0} if root in self._weights else {}
        plain = _plain(word)
        if len(plain) >= _SHORTEST_PREFIX and (unfinished or not found):
            for known in self._weights:
                if known not in found and known.startswith(plain):
                    found[known] = _PREFIX
        return found or self._alike(root) or self._near(root)

    def _alike(self, root: str) -> dict[str, float]:
        if len(root) < _SHORTEST_WITH_ERRORS:
            return {}
        return dict.fromkeys(self._by_sound.get(sound(root), ()), _SOUNDS_ALIKE)

    def _near(self, root: str) -> dict[str, float]:
        if len(root) < _SHORTEST_WITH_ERRORS or root.isdigit():
            return {}
        most = 2 if len(root) >= _LONG_WORD else 1
        candidates = set().union(*(self._by_pair.get(pair, set()) for pair in _pairs(root)))
        far = {known: distance(root, known, most) for known in candidates}
        near = {known: away for known, away in far.items() if away <= most}
        closest = min(near.values(), default=0)
        worth = _NEARER if closest == 1 else _NEAR
        return {known: worth for known, away in near.items() if away == closest}

    def _add(self, article: Article) -> None:
        headings = tuple(b for b in article.blocks if b.kind is BlockKind.HEADING)
        # The fewer words a title has, the more each of them says.
        title = _TITLE * (
            1 + 1 / max(len([w for w in words_of(article.title) if w not in _EMPTY]), 1)
        )
        for texts, weight in (
            ([article.title], title),
            (list(article.keywords), _KEYWORD),
            ([article.summary], _SUMMARY),
            (texts_of(headings), _HEADING),
            (texts_of(article.blocks), _BODY),
        ):
            for text in texts:
                for word in words_of(text):
                    if word not in _EMPTY:
                        known = self._weights[stem(word)]
                        known[article.slug] = max(known.get(article.slug, 0.0), weight)


def _pairs(word: str) -> set[str]:
    """The pairs of letters of a word, its ends marked."""
    marked = f"^{word}$"
    return {marked[place : place + 2] for place in range(len(marked) - 1)}
