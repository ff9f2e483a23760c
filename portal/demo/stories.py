"""What each member of the cast lived through in two years, as care that gives lines.

Days are counted back from the reference day.
"""

from dataclasses import dataclass

from portal.domain.claims import Status


@dataclass(frozen=True, slots=True)
class Care:
    """One care, or a series of them.

    ``ago`` is the day of the last one; ``every`` and ``times`` repeat it into the past. ``price``
    (cents, for the whole line) replaces the usual one. ``outcome`` is where the line comes to
    rest, with its ``reason`` when rejected. ``wrong_price`` makes a line that is later taken back
    and replaced by the right one. ``delays`` are days from care to each later status, drawn when
    not given.
    """

    rank: int
    code: str
    ago: int
    every: int = 0
    times: int = 1
    quantity: int = 1
    price: int | None = None
    by: str = ""
    third_party: bool = False
    outcome: Status = Status.PAID
    reason: str = ""
    wrong_price: int | None = None
    retained_later: bool = False
    delays: tuple[int, int, int] | None = None


_REJECTED, _WAITING = Status.REJECTED, Status.AWAITING_DOCUMENTS
_AT_US = (1, 2, 4)

STORIES: dict[str, tuple[Care, ...]] = {
    "family": (
        Care(1, "G", 0, third_party=True),
        Care(5, "G06", 1, third_party=True),
        Care(5, "PH7", 1, quantity=3, third_party=True),
        Care(1, "CS", 2, by="Dermatologue", delays=_AT_US),
        Care(1, "GYN", 96, every=370, times=2),
        Care(1, "G", 41, every=83, times=8),
        Care(2, "G", 65, every=150, times=4),
        Care(3, "G", 30, every=140, times=5),
        Care(4, "G", 52, every=120, times=5),
        Care(5, "G06", 33, every=62, times=11),
        Care(5, "PH7", 33, every=62, times=11, quantity=2, third_party=True),
        Care(4, "PH7", 52, every=120, times=5, quantity=2, third_party=True),
        Care(1, "PH4", 41, every=120, times=5, third_party=True, retained_later=True),
        Care(3, "TO90", 24, every=182, times=4),
        Care(3, "MON_A", 210),
        Care(3, "VER_A", 210, quantity=2),
        Care(3, "CSN", 222, by="Ophtalmologue"),
        Care(1, "MON_B", 330),
        Care(1, "VER_B", 330, quantity=2),
        Care(3, "DC", 77, every=300, times=2),
        Care(4, "OBT1", 118),
        Care(1, "HBJD001", 120, every=365, times=2),
        Care(1, "BIO", 95, every=320, times=2, third_party=True),
        Care(4, "ZBQK002", 440, third_party=True),
        Care(4, "FPU", 440, third_party=True),
        Care(1, "OST", 58, every=140, times=5),
        Care(3, "OST", 13, outcome=_WAITING),
        Care(2, "MK", 260, every=5, times=10),
        Care(2, "VAC", 29, third_party=True),
        Care(1, "CS", 150, by="Dermatologue", wrong_price=80_00, price=55_00),
    ),
    "retired": (
        Care(1, "PH7", 2, quantity=4, third_party=True, delays=_AT_US),
        Care(1, "PH7", 30, every=30, times=23, quantity=4, third_party=True),
        Care(1, "PH4", 30, every=60, times=12, quantity=2, third_party=True),
        Care(1, "PH2", 45, every=90, times=8, third_party=True),
        Care(2, "PH7", 18, every=30, times=24, quantity=3, third_party=True),
        Care(2, "PH1", 18, every=90, times=8, third_party=True),
        Care(1, "G", 31, every=90, times=8),
        Care(2, "G", 19, every=90, times=8),
        Care(1, "CS", 84, every=180, times=4),
        Care(1, "ECG", 84, every=360, times=2),
        Care(1, "AUD2", 170, quantity=2),
        Care(2, "AUD1", 425, quantity=2),
        Care(2, "CSN", 190, by="Ophtalmologue"),
        Care(2, "BFGA004", 142, third_party=True),
        Care(2, "CHP", 142),
        Care(2, "VSL", 141, quantity=2, third_party=True, retained_later=True),
        Care(2, "AMI1", 135, every=1, times=5, quantity=2),
        Care(2, "MON_B", 100, price=120_00),
        Care(2, "VER_B", 100, quantity=2, price=310_00),
        Care(1, "VAC", 38, every=365, times=2, third_party=True),
        Care(2, "VAC", 38, every=365, times=2, third_party=True),
        Care(1, "GER", 240),
        Care(1, "BIO", 62, every=120, times=6, third_party=True),
        Care(2, "BIO", 47, every=150, times=4, third_party=True),
        Care(1, "HBLD634", 280),
        Care(1, "SEM", 310),
        Care(2, "MK", 70, every=4, times=12),
    ),
    "young": (
        Care(1, "G", 1, third_party=True),
        Care(1, "PH7", 1, quantity=2, third_party=True, retained_later=True),
        Care(1, "G", 190, every=240, times=3, third_party=True),
        Care(1, "PH7", 190, every=240, times=3, quantity=2, third_party=True, retained_later=True),
        Care(
            1,
            "OST",
            44,
            outcome=_REJECTED,
            reason="Votre formule Éco ne prévoit pas de remboursement pour l’ostéopathie.",
        ),
        Care(1, "FPU", 305, third_party=True),
        Care(1, "ZBQK002", 305, third_party=True),
        Care(1, "DC", 130),
    ),
    "collective": (
        Care(1, "G", 2, third_party=True),
        Care(1, "G", 88, every=170, times=4),
        Care(2, "G", 61, every=190, times=3),
        Care(1, "GYN", 125, every=365, times=2),
        Care(1, "CS", 205, by="Dermatologue"),
        Care(1, "DER", 390),
        Care(1, "OST", 35, every=110, times=6),
        Care(2, "OST", 75, every=200, times=3),
        Care(1, "MON_B", 155, price=165_00),
        Care(1, "VER_B", 155, quantity=2, price=290_00),
        Care(2, "HBLD158", 98, wrong_price=620_00),
        Care(2, "HBLD090", 112),
        Care(2, "HBJD001", 118, every=365, times=2),
        Care(2, "MK", 180, every=6, times=9),
        Care(1, "PH7", 88, every=170, times=4, quantity=2, third_party=True),
        Care(2, "PH4", 61, every=190, times=3, third_party=True, retained_later=True),
        Care(2, "BIO", 63, third_party=True),
        Care(1, "MSP", 9, every=14, times=6),
        Care(1, "IMP", 16, outcome=_WAITING),
    ),
    "carer": (
        Care(3, "VSL", 3, quantity=2, third_party=True, delays=(1, 2, 5)),
        Care(3, "VSL", 24, every=42, times=12, quantity=2, third_party=True, retained_later=True),
        Care(3, "AMI1", 6, every=7, times=30, quantity=3, third_party=True),
        Care(3, "GER", 49, every=160, times=4),
        Care(3, "PH7", 22, every=30, times=20, quantity=5, third_party=True),
        Care(2, "FJH", 171, quantity=18, third_party=True),
        Care(2, "CHP", 171, quantity=18),
        Care(2, "FJH", 236, quantity=6, third_party=True),
        Care(2, "CHP", 236, quantity=6),
        Care(2, "VSL", 190, every=9, times=9, quantity=2, third_party=True),
        Care(2, "BIO", 195, every=21, times=8, third_party=True),
        Care(2, "CS", 250, every=30, times=3, by="Cardiologue"),
        Care(2, "PH1", 185, every=28, times=5, third_party=True),
        Care(
            2,
            "VSL",
            262,
            quantity=2,
            outcome=_REJECTED,
            reason="La prescription médicale de transport est datée d’après le trajet.",
        ),
        Care(1, "G", 27, every=100, times=6),
        Care(1, "PSY", 54, every=45, times=3),
        Care(1, "MSP", 12, every=12, times=7),
        Care(1, "PH7", 27, every=50, times=5, quantity=2, third_party=True),
        Care(1, "QEQK001", 400, third_party=True),
    ),
    "farmer": (
        Care(1, "MK", 2, every=4, times=18, delays=_AT_US),
        Care(1, "G", 78, every=160, times=4),
        Care(2, "G", 55, every=180, times=4),
        Care(3, "G", 130, every=300, times=2),
        Care(1, "ZBQK002", 80, third_party=True),
        Care(1, "CS", 72, by="Cardiologue"),
        Care(1, "ECG", 72),
        Care(1, "SEM", 69),
        Care(2, "QEQK001", 220, third_party=True),
        Care(2, "GYN", 225),
        Care(1, "OST", 90, every=100, times=4),
        Care(1, "PH7", 78, every=80, times=8, quantity=3, third_party=True),
        Care(2, "PH4", 55, every=150, times=4, quantity=2, third_party=True),
        Care(1, "DER", 145),
        Care(1, "FPU", 81, third_party=True),
        Care(3, "MON_A", 300),
        Care(3, "VER_A", 300, quantity=2),
        Care(2, "HBLD634", 350),
    ),
    "newcomer": (),
    "long_name": (
        Care(1, "MK", 1, third_party=True),
        Care(1, "MK", 5, every=3, times=40),
        Care(1, "CSN", 175, by="Ophtalmologue", price=95_00),
        Care(1, "CS", 140, every=130, times=4, by="Dermatologue", price=70_00),
        Care(1, "G", 20, every=90, times=7),
        Care(1, "OST", 60, every=75, times=8, price=70_00),
        Care(1, "HBLD158", 260, price=780_00),
        Care(1, "MON_B", 165, price=210_00),
        Care(1, "VER_B", 165, quantity=2, price=620_00),
        Care(1, "FJH", 196, quantity=4, third_party=True),
        Care(1, "CHP", 196, quantity=4, price=440_00),
        Care(1, "QEQK001", 370, third_party=True),
        Care(1, "PH7", 20, every=45, times=14, quantity=2, third_party=True),
        Care(1, "BIO", 110, every=230, times=3, third_party=True),
    ),
    "heavy": (
        Care(1, "AMI1", 0, quantity=2, third_party=True),
        Care(1, "AMI1", 2, every=7, times=102, quantity=2, third_party=True),
        Care(1, "BIO", 3, every=28, times=25, third_party=True),
        Care(1, "PH1", 4, every=28, times=25, third_party=True, quantity=2, price=96_40),
        Care(1, "PH7", 4, every=28, times=25, third_party=True, quantity=3, price=31_20),
        Care(1, "G", 9, every=35, times=20, third_party=True),
        Care(1, "CS", 21, every=90, times=8, by="Cardiologue"),
        Care(1, "ECG", 21, every=90, times=8),
        Care(1, "VSL", 21, every=90, times=8, quantity=2, third_party=True),
        Care(1, "MK", 80, every=7, times=56),
        Care(1, "FJH", 320, quantity=9, third_party=True),
        Care(1, "CHP", 320, quantity=9),
        Care(2, "G", 40, every=110, times=6),
        Care(2, "PH7", 40, every=70, times=9, quantity=2, third_party=True),
        Care(2, "QEQK001", 260, third_party=True),
        Care(1, "VAC", 33, every=365, times=2, third_party=True),
        Care(
            1,
            "MON_B",
            150,
            price=180_00,
            outcome=_REJECTED,
            reason="Vos lunettes précédentes ont moins de deux ans et votre vue n’a pas changé.",
        ),
        Care(1, "AUD2", 15, quantity=2, outcome=_WAITING),
    ),
    "corsican": (
        Care(1, "MSP", 2, every=15, times=8),
        Care(1, "IMP", 118),
        Care(1, "DC", 140, every=200, times=3),
        Care(1, "G", 45, every=150, times=4),
        Care(1, "GYN", 230, every=365, times=2),
        Care(1, "PH7", 45, every=150, times=4, quantity=2, third_party=True),
        Care(1, "CS", 66, by="Dermatologue"),
        Care(1, "BIO", 68, third_party=True, wrong_price=52_00, price=25_00),
        Care(1, "OST", 82, every=160, times=4),
    ),
}
