"""One reimbursement line, explained."""

from dataclasses import dataclass
from datetime import date

from portal.domain.claims import PAYEE_LABELS, Payee, Status
from portal.domain.claims_lines import ClaimDetail, RelatedClaim, TimelineStep
from portal.domain.claims_promise import is_late
from portal.domain.french import NO_BREAK, euros, hundredths, long_date, set_spaces
from portal.views.claims import TONES, claim_href, money_bar, who_acts
from portal.views.shapes import (
    AmountExplainedView,
    FactView,
    MoneyBarView,
    StatusView,
    TimelineStepView,
)


@dataclass(frozen=True, slots=True)
class RelatedView:
    """A line that corrects this one, or that it corrects."""

    id: str
    href: str
    label: str
    amount: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    """All the page of a line shows. ``write_href``: where one writes about it."""

    title: str
    subtitle: str
    category: str
    expense: str
    rejection: str
    bar: MoneyBarView
    status: StatusView
    write_href: str = ""


NO_CLAIM = ClaimView(
    "", "", "", "", "", MoneyBarView("", "", "", ""), StatusView("", "", "", "", "")
)


def claim(detail: ClaimDetail, today: date) -> ClaimView:
    """The head of the page; ``today`` decides whether somebody is late."""
    who = f", pour {detail.beneficiary}" if detail.beneficiary else ""
    return ClaimView(
        title=set_spaces(detail.act_label),
        subtitle=f"{long_date(detail.care_date)}{who}",
        category=detail.category,
        expense=euros(detail.expense_cents),
        rejection=set_spaces(detail.rejection_reason or ""),
        bar=money_bar(detail.ro_cents, detail.rc_cents, detail.remaining_cents),
        status=StatusView(
            code=detail.status,
            label=detail.meaning.label,
            tone=TONES[detail.status],
            meaning=_meaning(detail),
            next_actor=who_acts(detail.next_actor, late=False),
            due=promise(detail.status, detail.expected_by, detail.payee),
            late=is_late(detail.status, detail.expected_by, today),
        ),
        write_href=f"/messagerie/nouveau?remboursement={detail.id}",
    )


def promise(status: Status, by: date | None, payee: Payee | None) -> str:
    """By when the present step should be over, empty when there is nothing to promise."""
    if by is None or (status is Status.PAID and payee is Payee.THIRD_PARTY):
        return ""
    if status is Status.PAID:
        return f"Sur votre compte au plus tard le {long_date(by)}."
    return f"Étape suivante attendue au plus tard le {long_date(by)}."


def _meaning(detail: ClaimDetail) -> str:
    if detail.status is Status.PAID and detail.payee is Payee.THIRD_PARTY:
        return "Nous avons payé le professionnel directement. Vous n’avez rien à faire."
    return detail.meaning.meaning


def steps(detail: ClaimDetail) -> list[TimelineStepView]:
    """The dated timeline, the present step last."""
    last = len(detail.timeline) - 1
    return [_step(index, step, index == last) for index, step in enumerate(detail.timeline)]


def _step(index: int, step: TimelineStep, is_last: bool) -> TimelineStepView:
    at_rest = step.meaning is None or not step.meaning.usual_delay or step.status is Status.PAID
    state = "current" if is_last and not at_rest else "done"
    delay = step.meaning.usual_delay if step.meaning and state == "current" else ""
    return TimelineStepView(
        key=str(index),
        title=step.label,
        date=long_date(step.on) if step.on else "Date inconnue",
        detail=f"Durée habituelle{NO_BREAK}: {delay}." if delay else "",
        state=state,
    )


def amounts(detail: ClaimDetail) -> list[AmountExplainedView]:
    """Every amount of the line, in the order one pays."""
    rows = [
        AmountExplainedView(
            "expense",
            "Dépense",
            euros(detail.expense_cents),
            "Ce que le professionnel a demandé pour cet acte.",
        )
    ]
    if detail.base_cents is not None:
        rows.append(
            AmountExplainedView(
                "base",
                "Base de remboursement",
                euros(detail.base_cents),
                "Le tarif de référence de l’Assurance Maladie. Sa part et souvent la nôtre "
                "se calculent dessus, même si le professionnel demande davantage.",
            )
        )
    rows += [
        AmountExplainedView(
            "ro",
            "Part de l’Assurance Maladie",
            euros(detail.ro_cents),
            "Ce que l’Assurance Maladie (régime obligatoire) a versé, "
            "participation et franchise déjà retirées.",
            part="ro",
        ),
        AmountExplainedView(
            "rc",
            "Part de votre mutuelle",
            euros(detail.rc_cents),
            "Ce que nous avons versé en complément, selon les garanties de votre contrat.",
            part="rc",
        ),
    ]
    if detail.deduction_cents:
        rows.append(
            AmountExplainedView(
                "deduction",
                "Participation forfaitaire ou franchise",
                euros(detail.deduction_cents),
                "Une petite somme que la loi laisse à la charge de chacun. Aucune mutuelle "
                "responsable ne peut la rembourser. Elle est comprise dans le reste à charge.",
            )
        )
    rows.append(
        AmountExplainedView(
            "remaining",
            "Reste à votre charge",
            euros(detail.remaining_cents),
            f"{euros(detail.expense_cents)} de dépense, moins {euros(detail.ro_cents)} de "
            f"l’Assurance Maladie, moins {euros(detail.rc_cents)} de votre mutuelle.",
            part="remaining",
        )
    )
    return rows


def facts(detail: ClaimDetail) -> list[FactView]:
    """The rest, as labels and values; what is unknown is left out."""
    paid_on = long_date(detail.payment_date) if detail.payment_date else ""
    found = [
        ("Date des soins", long_date(detail.care_date)),
        ("Bénéficiaire", detail.beneficiary),
        ("Type de soins", detail.category_label),
        ("Code de l’acte", detail.act_code),
        ("Professionnel", detail.practitioner or ""),
        ("Spécialité", detail.specialty or ""),
        ("Quantité", hundredths(detail.quantity_hundredths)),
        ("Versé à", PAYEE_LABELS[detail.payee] if detail.payee else ""),
        ("Date de paiement", paid_on),
        ("Référence du paiement", detail.payment_reference or ""),
        ("Référence de la ligne", detail.line_number),
    ]
    return [FactView(label, value) for label, value in found if value]


def related(detail: ClaimDetail) -> list[RelatedView]:
    """The lines this one is tied to by a correction."""
    lines = [_related(line, "Corrigée par la ligne du") for line in detail.corrections]
    if detail.origin:
        lines.insert(0, _related(detail.origin, "Corrige la ligne du"))
    return lines


def _related(line: RelatedClaim, words: str) -> RelatedView:
    return RelatedView(
        id=str(line.id),
        href=claim_href(line.id),
        label=f"{words} {long_date(line.care_date)}{NO_BREAK}: {set_spaces(line.act_label)}",
        amount=euros(line.expense_cents),
    )
