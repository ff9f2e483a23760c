"""The dashboard as it is shown."""

from portal.domain.french import NO_BREAK, euros, long_date
from portal.services.overview import ContractLine, DueContribution, Overview, ToDo
from portal.views.claims import claim_href
from portal.views.shapes import ContractView, ContributionView, TaskView

NO_CONTRIBUTION = ContributionView("", "", "", "")

_PRODUCTS = {
    "sante": "Santé",
    "prevoyance": "Prévoyance",
    "auto": "Auto",
    "habitation": "Habitation",
    "rc": "Responsabilité civile",
}


def tasks(overview: Overview, phone: str) -> list[TaskView]:
    """What waits for the member, most pressing first; ``phone`` is who to call for a payment."""
    return [_task(index, to_do, phone) for index, to_do in enumerate(overview.to_do)]


def _task(index: int, to_do: ToDo, phone: str) -> TaskView:
    by_phone = to_do.claim_id is None
    return TaskView(
        id=str(index),
        icon="ic-warning" if to_do.kind == "contribution" else "st-attente_pieces",
        title=to_do.title,
        detail=to_do.detail,
        due="",
        action_label="Nous appeler" if by_phone else "Voir ce qu’il manque",
        href="tel:" + phone.replace(" ", "")
        if to_do.claim_id is None
        else claim_href(to_do.claim_id),
        late=to_do.kind == "contribution",
    )


def contribution(due: DueContribution | None) -> ContributionView:
    """The next contribution; empty when none is known."""
    if due is None:
        return NO_CONTRIBUTION
    return ContributionView(
        amount=euros(due.amount_cents),
        due=f"Le {long_date(due.due_on)}",
        contract=f"Contrat n°{NO_BREAK}{due.contract_number}",
        method="",
    )


def contracts(lines: tuple[ContractLine, ...]) -> list[ContractView]:
    """The contracts in force."""
    return [
        ContractView(
            id=line.number,
            product=line.product,
            product_label=_PRODUCTS.get(line.product, line.product),
            plan=line.plan,
            number=line.number,
            detail="",
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
