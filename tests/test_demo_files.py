"""The demonstration files: the same for a seed and a day, and right to the cent."""

import csv
import tracemalloc
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest
from stdnum.fr import nir

from portal.demo.dataset import Order, write_dataset
from portal.domain.cast import CAST
from portal.domain.claims import CATEGORY_LABELS, Status
from portal.domain.errors import InvalidInput

TODAY = date(2026, 11, 20)
DAYS = [TODAY, date(2026, 11, 22), date(2026, 4, 5), date(2028, 2, 29), date(2027, 1, 1)]
Rows = list[dict[str, str]]


def rows(folder: Path, name: str) -> Rows:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def waves(folder: Path) -> list[Rows]:
    return [rows(folder, f"remboursements-{number}") for number in range(1, 5)]


def latest(folder: Path) -> dict[str, dict[str, str]]:
    return {row["id_ligne"]: row for wave in waves(folder) for row in wave}


def cents(cell: str) -> int:
    return round(float(cell.replace(",", ".")) * 100)


def money_is_exact(row: dict[str, str]) -> bool:
    parts = ("montant_ro", "montant_rc", "reste_a_charge")
    return cents(row["depense"]) == sum(cents(row[part]) for part in parts)


def written(folder: Path, order: Order) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in write_dataset(order, folder)}


@pytest.fixture(scope="module", params=DAYS, ids=str)
def today(request: pytest.FixtureRequest) -> date:
    return request.param


@pytest.fixture(scope="module")
def cast(today: date, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cast")
    write_dataset(Order(today), folder)
    return folder


def test_the_same_seed_and_day_give_the_same_files(tmp_path: Path) -> None:
    order = Order(TODAY, seed=7, members=30, claims=2_000)
    assert written(tmp_path / "a", order) == written(tmp_path / "b", order)


def test_another_seed_gives_other_files(tmp_path: Path) -> None:
    assert written(tmp_path / "a", Order(TODAY, 1)) != written(tmp_path / "b", Order(TODAY, 2))


def test_every_category_and_every_status_is_there(cast: Path) -> None:
    lines = latest(cast).values()
    assert {line["categorie"] for line in lines} == set(CATEGORY_LABELS.values())
    assert {line["statut"] for line in lines} == set(Status)


def test_expense_is_the_sum_of_what_each_one_pays(cast: Path) -> None:
    assert [row for wave in waves(cast) for row in wave if not money_is_exact(row)] == []


def test_only_corrections_have_negative_amounts_and_they_name_a_line_known_before(
    cast: Path,
) -> None:
    known: set[str] = set()
    for wave in waves(cast):
        known |= {row["id_ligne"] for row in wave}
        for row in wave:
            negative = any("-" in cell for name, cell in row.items() if name.startswith("montant"))
            assert not negative or row["statut"] == Status.CORRECTED
            assert not row["id_ligne_origine"] or row["id_ligne_origine"] in known


def test_a_correction_takes_back_its_origin_to_the_cent(cast: Path) -> None:
    lines = latest(cast)
    cancelled = [line for line in lines.values() if line["libelle_acte"].startswith("Annulation")]
    assert cancelled
    for line in cancelled:
        origin = lines[line["id_ligne_origine"]]
        for column in ("depense", "montant_ro", "montant_rc", "participation", "reste_a_charge"):
            assert cents(line[column]) == -cents(origin[column])


def test_care_is_under_two_years_old_and_no_date_is_to_come(cast: Path, today: date) -> None:
    for wave in waves(cast):
        for row in wave:
            care = date.fromisoformat(row["date_soins"])
            assert today - timedelta(days=730) < care <= today
            assert care <= date.fromisoformat(row["date_statut"]) <= today


def test_a_line_s_statuses_follow_each_other_from_file_to_file(cast: Path) -> None:
    history: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for wave in waves(cast):
        for row in wave:
            history[row["id_ligne"]].append((row["date_statut"], row["statut"]))
    assert all(steps == sorted(steps, key=lambda step: step[0]) for steps in history.values())
    paid = [[name for _, name in steps] for steps in history.values() if len(steps) == 4]
    assert ["transmis", "en_cours", "recu", "effectue"] in paid


def test_a_rejected_line_says_why_and_a_paid_one_has_its_reference(cast: Path) -> None:
    for line in latest(cast).values():
        assert bool(line["motif_rejet"]) == (line["statut"] == Status.REJECTED)
        assert bool(line["reference_paiement"]) == (line["statut"] == Status.PAID)
        assert bool(line["date_paiement"]) == (line["statut"] == Status.PAID)


def test_no_one_pays_more_than_the_yearly_deductions(cast: Path) -> None:
    kept: Counter[tuple[str, str, str]] = Counter()
    for line in latest(cast).values():
        person = (line["num_adherent"], line["rang_beneficiaire"], line["date_soins"][:4])
        kept[person] += cents(line["participation"])
    # 50 € of participation and 50 € of franchise.
    assert 0 < max(kept.values()) <= 100_00


def test_every_nir_is_valid_and_one_is_from_corsica(tmp_path: Path) -> None:
    write_dataset(Order(TODAY, members=300), tmp_path)
    numbers = [row["nir"] for row in rows(tmp_path, "beneficiaires")]
    assert [number for number in numbers if not nir.is_valid(number)] == []
    assert any(number[5:7] == "2A" for number in numbers)


def test_the_files_hold_the_cast_and_the_newcomer_has_no_claim(cast: Path) -> None:
    assert [row["num_adherent"] for row in rows(cast, "adherents")] == [m.number for m in CAST]
    having = {line["num_adherent"] for line in latest(cast).values()}
    newcomers = {member.number for member in CAST if member.key == "newcomer"}
    assert {member.number for member in CAST} - having == newcomers


def test_the_heavy_user_has_about_three_hundred_lines(cast: Path) -> None:
    heavy = next(member.number for member in CAST if member.key == "heavy")
    count = sum(line["num_adherent"] == heavy for line in latest(cast).values())
    assert 280 <= count <= 320


def test_each_contract_has_a_due_to_come_and_only_one_member_is_in_arrears(
    cast: Path, today: date
) -> None:
    schedule = rows(cast, "cotisations")
    coming = {row["num_contrat"] for row in schedule if row["echeance"] > f"{today}"}
    assert coming == {row["num_contrat"] for row in rows(cast, "contrats")}
    assert len([row for row in schedule if row["statut"] == "impayee"]) == 1
    assert not [r for r in schedule if r["statut"] == "a_venir" and r["echeance"] < f"{today}"]


def test_a_large_set_has_exactly_what_was_asked_for(tmp_path: Path) -> None:
    order = Order(TODAY, members=500, claims=9_001, heavy_lines=2_000)
    write_dataset(order, tmp_path)
    lines = rows(tmp_path, "remboursements")
    assert len(lines) == len({line["id_ligne"] for line in lines}) == 9_001
    assert all(map(money_is_exact, lines))
    assert sum(line["num_adherent"] == CAST[0].number for line in lines) == 2_000
    numbers = {row["num_adherent"] for row in rows(tmp_path, "adherents")}
    assert len(numbers) == 500
    assert {line["num_adherent"] for line in lines} <= numbers


def test_the_first_member_can_have_fewer_lines_than_usual(tmp_path: Path) -> None:
    write_dataset(Order(TODAY, heavy_lines=5), tmp_path)
    lines = rows(tmp_path, "remboursements")
    assert sum(line["num_adherent"] == CAST[0].number for line in lines) == 5


def test_claims_of_an_earlier_set_do_not_stay_beside_the_new_ones(tmp_path: Path) -> None:
    write_dataset(Order(TODAY, members=20), tmp_path)
    (tmp_path / "remboursements-mes-essais.csv").write_text("à moi")
    paths = write_dataset(Order(TODAY), tmp_path)
    assert not (tmp_path / "remboursements.csv").exists()
    assert {path.name for path in tmp_path.iterdir()} - {path.name for path in paths} == {
        "remboursements-mes-essais.csv"
    }


@pytest.mark.parametrize(
    "order",
    [
        Order(TODAY, members=3),
        Order(TODAY, members=10_000_000),
        Order(TODAY, claims=10),
        Order(TODAY, members=10, claims=5_000),
    ],
)
def test_numbers_that_cannot_be_met_are_refused_before_anything_is_written(
    order: Order, tmp_path: Path
) -> None:
    with pytest.raises(InvalidInput):
        write_dataset(order, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_a_large_set(tmp_path: Path) -> None:
    def peak(members: int) -> int:
        tracemalloc.start()
        write_dataset(Order(TODAY, members=members, claims=members * 10), tmp_path)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    write_dataset(Order(TODAY, members=200), tmp_path)  # fills the caches
    assert peak(1_200) < 1.2 * peak(300)
