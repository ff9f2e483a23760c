"""The dashboard as it is shown."""

from portal.domain.french import NO_BREAK, euros, long_date, of_month_year
from portal.services.overview import ContractLine, DueContribution, Overview, WaitingClaim
from portal.views.claims import claim_href
from portal.views.shapes import ContractView, ContributionView, TaskView

NO_CONTRIBUTION = ContributionView("", "", "")

PRODUCTS = {
    "sante": "Santé",
    "prevoyance": "Prévoyance",
    "auto": "Auto",
    "habitation": "Habitation",
    "rc": "Responsabilité civile",
}


def tasks(overview: Overview, call_href: str) -> list[TaskView]:
    """What waits for the member, most pressing first; ``call_href`` calls us, about a payment."""
    unpaid = [_unpaid(due, call_href) for due in overview.unpaid]
    return [*unpaid, *map(_waiting, overview.waiting)]


def _unpaid(due: DueContribution, call_href: str) -> TaskView:
    return TaskView(
        id=f"{due.contract_number}-{due.due_on}",
        icon="ic-warning",
        title=f"Cotisation {of_month_year(due.due_on)} à régler",
        detail=f"{euros(due.amount_cents)} pour le contrat n°{NO_BREAK}{due.contract_number}, "
        f"échéance du {long_date(due.due_on)}.",
        action_label="Nous appeler",
        href=call_href,
    )


def _waiting(claim: WaitingClaim) -> TaskView:
    return TaskView(
        id=str(claim.id),
        icon="st-attente_pieces",
        title="Un document nous manque",
        detail=f"{claim.act_label}, soins du {long_date(claim.care_date)}.",
        action_label="Voir ce qu’il manque",
        href=claim_href(claim.id),
    )


def contribution(due: DueContribution | None) -> ContributionView:
    """The next contribution; empty when none is known."""
    if due is None:
        return NO_CONTRIBUTION
    return ContributionView(
        amount=euros(due.amount_cents),
        due=f"Le {long_date(due.due_on)}",
        contract=f"Contrat n°{NO_BREAK}{due.contract_number}",
    )


def contracts(lines: tuple[ContractLine, ...]) -> list[ContractView]:
    """The contracts in force."""
    return [
        ContractView(
            id=line.number,
            product=line.product,
            product_label=PRODUCTS.get(line.product, line.product),
            plan=line.plan,
            number=line.number,
        )
        for line in lines
    ]


def reimbursed_sentence(overview: Overview) -> str:
    """What came back this month and this year, in one sentence."""
    year, month = overview.this_year.total_cents, overview.this_month.total_cents
    if not year:
        return ""
    if not month:
        return f"{euros(year)} remboursés depuis janvier."
    return f"{euros(month)} remboursés ce mois-ci, {euros(year)} depuis janvier."
