"""Figures about the answers, as text and as bars."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.domain import bookings
from portal.domain.french import NO_BREAK, number, plural, short_date
from portal.domain.statistics import PERIODS, share_of
from portal.domain.surveys import SCORES
from portal.services.statistics import SAMPLE, Statistics
from portal.views.shapes import OptionView

Name = Callable[[str], str]
_NOTHING = "–"


@dataclass(frozen=True, slots=True)
class FigureView:
    """One large figure. ``note``: what it counts."""

    key: str
    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class BarRowView:
    """A bar with its words. ``width``, ``y`` and ``height``: percentages ready for SVG."""

    key: str
    label: str
    value: str
    width: str = "0%"
    y: str = "100%"
    height: str = "0%"


@dataclass(frozen=True, slots=True)
class StatisticsView:
    """The page."""

    period: str
    figures: list[FigureView]
    volume: list[BarRowView]
    volume_sentence: str
    volume_ends: list[str]
    scores: list[BarRowView]
    scores_sentence: str
    offers: list[BarRowView]
    offers_sentence: str
    calls: list[BarRowView]
    calls_sentence: str
    help: list[BarRowView]


def nothing() -> StatisticsView:
    """Before anything is read."""
    return StatisticsView("", [], [], "", ["", ""], [], "", [], "", [], "", [])


def periods(chosen: int) -> list[OptionView]:
    """The periods one can choose."""
    return [OptionView(str(days), label, days == chosen) for days, label in PERIODS.items()]


def statistics(read: Statistics, motive_name: Name, article_name: Name) -> StatisticsView:
    """All the figures; names of motives and articles come from the flows."""
    return StatisticsView(
        period=f"Du {short_date(read.since)} au {short_date(read.until)}",
        figures=_figures(read),
        volume=_columns(read),
        volume_sentence=_volume_sentence(read),
        volume_ends=[short_date(read.volume[0].starts_on), short_date(read.volume[-1].starts_on)],
        scores=_bars(
            [
                (str(score), label, count)
                for (score, label), count in reversed(
                    list(zip(SCORES.items(), read.satisfaction.by_score, strict=True))
                )
            ]
        ),
        scores_sentence=_scores_sentence(read),
        offers=[
            BarRowView(
                line.motive,
                motive_name(line.motive),
                f"{number(line.used)} sur {number(line.proposed)}"
                f" ({percents(share_of(line.used, line.proposed))})",
                width=_width(line.used, line.proposed),
            )
            for line in read.offers
        ],
        offers_sentence=_offers_sentence(read),
        calls=_bars(
            [
                (status.value, bookings.STATUSES[status].label, read.calls[status])
                for status in bookings.Status
            ]
        ),
        calls_sentence=_calls_sentence(read),
        help=[
            BarRowView(
                line.slug,
                article_name(line.slug),
                f"{number(line.useless)} non, {number(line.useful)} oui",
                width=_width(line.useless, line.useless + line.useful),
            )
            for line in read.help
        ],
    )


def hours(value: float | None) -> str:
    """``7,5 h``; from a day on, also in days of 24 working hours."""
    if value is None:
        return _NOTHING
    shown = f"{value:.1f}".replace(".", ",").removesuffix(",0")
    return f"{shown}{NO_BREAK}h"


def percents(value: int | None) -> str:
    """``12 %``."""
    return _NOTHING if value is None else f"{value}{NO_BREAK}%"


def _figures(read: Statistics) -> list[FigureView]:
    delays, opinions = read.delays, read.satisfaction
    answered = plural(delays.count, "première réponse", "premières réponses")
    if delays.is_sample:
        answered = f"les {number(SAMPLE)} plus récentes"
    return [
        FigureView("received", "Demandes reçues", number(read.received), "sur la période"),
        FigureView(
            "waiting",
            "À traiter en ce moment",
            number(read.waiting),
            f"dont {number(read.waiting_late)} en retard",
        ),
        FigureView(
            "median", "Une réponse sur deux en", hours(delays.median), f"ouvrées\u00a0; {answered}"
        ),
        FigureView(
            "ninety", "Neuf réponses sur dix en", hours(delays.nine_in_ten), "heures ouvrées"
        ),
        FigureView("late", "Réponses en retard", percents(delays.late), "sur la date promise"),
        FigureView(
            "score",
            "Satisfaction",
            f"{opinions.average_hundredths / 100:.1f}".replace(".", ",") + f"{NO_BREAK}/{NO_BREAK}5"
            if opinions.average_hundredths is not None
            else _NOTHING,
            plural(opinions.count, "avis", "avis"),
        ),
    ]


def _volume_sentence(read: Statistics) -> str:
    received = plural(read.received, "demande reçue", "demandes reçues")
    most = max(one.count for one in read.volume)
    return f"{received} sur la période, au plus {number(most)} par {_step(read)}."


def _step(read: Statistics) -> str:
    long = len(read.volume) < (read.until - read.since).days
    return "semaine" if long else "jour"


def _columns(read: Statistics) -> list[BarRowView]:
    highest = max((one.count for one in read.volume), default=0) or 1
    before = "Semaine du " if _step(read) == "semaine" else ""
    return [
        BarRowView(
            key=one.starts_on.isoformat(),
            label=f"{before}{short_date(one.starts_on)}",
            value=number(one.count),
            y=f"{100 - 100 * one.count / highest:.2f}%",
            height=f"{100 * one.count / highest:.2f}%",
        )
        for one in read.volume
    ]


def _bars(rows: list[tuple[str, str, int]]) -> list[BarRowView]:
    highest = max((count for _, _, count in rows), default=0)
    return [
        BarRowView(key, label, number(count), width=_width(count, highest))
        for key, label, count in rows
    ]


def _width(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "0%"


def _scores_sentence(read: Statistics) -> str:
    opinions = read.satisfaction
    if not opinions.count:
        return "Aucun avis sur la période."
    if opinions.solved is None:
        return f"{plural(opinions.count, 'avis', 'avis')}."
    return (
        f"{plural(opinions.count, 'avis', 'avis')}\u00a0; demande réglée selon "
        f"{percents(opinions.solved)} de ceux qui le disent."
    )


def _offers_sentence(read: Statistics) -> str:
    if not read.offered:
        return "Aucun service en ligne n’a été proposé sur la période."
    share = percents(share_of(read.offers_used, read.offered))
    return f"Proposé {number(read.offered)} fois, le service en ligne a suffi dans {share} des cas."


def _calls_sentence(read: Statistics) -> str:
    done = read.calls[bookings.Status.DONE]
    held = done + read.calls[bookings.Status.MISSED]
    if not held:
        return "Aucun rappel ni rendez-vous passé sur la période."
    return f"{percents(share_of(done, held))} des rappels et rendez-vous ont abouti."
