"""What keeps a few offices from their hours for a time: floods, builders, moves, and seasons with longer hours."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from geo.opening_hours import BANGKOK
from ingest.demo.ground import chance, drawn
from ingest.demo.offices import Office

SHARE = 0.003

FIRST_DAY, LAST_DAY = datetime(2026, 1, 5, tzinfo=BANGKOK), datetime(2028, 12, 31, tzinfo=BANGKOK)
"""When they begin: fixed, so that one seed gives one country whenever it is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    days: tuple[int, int]
    """From .. to how long it takes."""
    expression: str
    note_th: str
    note_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disruption:
    """Hours that go before all others of the office, from midnight to midnight."""

    office_code: str
    start: datetime
    end: datetime
    cause: Cause


CAUSES = {
    "renovation": Cause(
        days=(14, 90), expression="off", note_th="ปิดปรับปรุงอาคาร", note_en="Closed while the building is renovated"
    ),
    "flood": Cause(
        days=(3, 21), expression="off", note_th="ปิดชั่วคราวเนื่องจากน้ำท่วม", note_en="Closed because of flooding"
    ),
    "training": Cause(days=(1, 2), expression="off", note_th="ปิดเพื่ออบรมเจ้าหน้าที่", note_en="Closed for staff training"),
    "moved": Cause(
        days=(30, 180),
        expression="off",
        note_th="ย้ายไปให้บริการชั่วคราวที่หอประชุมอำเภอ",
        note_en="Moved for the time being to the district's meeting hall",
    ),
    "half_days": Cause(
        days=(5, 30),
        expression="Mo-Fr 08:30-12:00; PH off",
        note_th="ให้บริการเฉพาะช่วงเช้า",
        note_en="Open in the mornings only",
    ),
    "system": Cause(
        days=(2, 5),
        expression="Mo-Fr 10:00-15:00; PH off",
        note_th="ลดเวลาให้บริการระหว่างปรับปรุงระบบ",
        note_en="Shorter hours while the computer system is replaced",
    ),
    "season": Cause(
        days=(20, 60),
        expression="Mo-Fr 08:30-18:00; Sa 08:30-16:30; PH off",
        note_th="ขยายเวลาให้บริการชั่วคราว",
        note_en="Longer hours for the time being",
    ),
}
_WEIGHTS = {"renovation": 25, "flood": 20, "training": 15, "moved": 15, "half_days": 10, "system": 8, "season": 7}


def disruptions(seed: int, offices: Iterable[Office]) -> Iterator[Disruption]:
    """At most one for each office."""
    for office in offices:
        dice = chance(seed, "disruption", office.code)
        if dice.random() < SHARE:
            cause = CAUSES[drawn(_WEIGHTS, dice)]
            start = FIRST_DAY + timedelta(days=dice.randint(0, (LAST_DAY - FIRST_DAY).days))
            end = start + timedelta(days=dice.randint(*cause.days))
            yield Disruption(office_code=office.code, start=start, end=end, cause=cause)
