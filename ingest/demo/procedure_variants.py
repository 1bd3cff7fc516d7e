"""The demo country's procedures: those of `procedures/`, a file for each ministry, and variants for a benchmark."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import product

APPLICANTS = (
    ("บุคคลธรรมดา", "individual"),
    ("นิติบุคคล", "juristic person"),
    ("คนต่างด้าว", "foreign national"),
    ("ผู้รับมอบอำนาจ", "authorised representative"),
    ("ผู้ปกครองแทนผู้เยาว์", "guardian of a minor"),
    ("ทายาท", "heir"),
    ("หน่วยงานของรัฐ", "state agency"),
    ("ผู้สูงอายุหรือคนพิการ", "older or disabled person"),
)
CASES = (
    ("กรณีทั่วไป", "ordinary case"),
    ("กรณีเร่งด่วน", "urgent"),
    ("กรณีเอกสารสูญหาย", "lost document"),
    ("กรณีเอกสารชำรุด", "damaged document"),
    ("กรณีแก้ไขรายการ", "correction of an entry"),
    ("กรณีเปลี่ยนแปลงผู้มีสิทธิ", "change of the entitled person"),
    ("กรณีขยายระยะเวลา", "extension of time"),
    ("กรณียกเลิกคำขอ", "withdrawal"),
    ("กรณีอุทธรณ์คำสั่ง", "appeal"),
    ("กรณีขอสำเนาหรือคัดรับรอง", "certified copy"),
    ("กรณีตรวจสอบสถานะ", "status enquiry"),
    ("กรณีโอนเรื่องข้ามเขต", "transfer from another office"),
    ("กรณียื่นนอกสถานที่", "outside the office"),
    ("กรณียื่นล่วงหน้า", "in advance"),
    ("กรณีพ้นกำหนดเวลา", "after the deadline"),
    ("กรณีขอทบทวนผล", "review of a result"),
)

SERIAL_DIGITS = 3
"""Of a code: the serial number within its department."""

_Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoProcedure:
    """`row` is as `pakmud ingest procedures` takes it; `offered_by` are keys of office kinds.

    What is not done `round_the_clock` is done in office hours, also where the doors never close.
    """

    code: str
    row: _Row
    offered_by: tuple[str, ...]
    round_the_clock: bool
    real: bool


def real_procedures() -> list[DemoProcedure]:
    """The first of each department, then the second of each: with a nation's skew the first ones are the common ones,
    and in the order of the files those of one ministry would all be common and those of another all rare."""
    folder = files("ingest") / "demo" / "procedures"
    texts = (file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".jsonl"))
    found = [_procedure(json.loads(line)) for text in texts for line in text.splitlines() if line.strip()]
    return sorted(found, key=lambda procedure: (procedure.code[-SERIAL_DIGITS:], procedure.code))


def demo_procedures(count: int | None) -> list[DemoProcedure]:
    """The real ones, then variants up to `count`; fewer than all the real ones when `count` says so."""
    real = real_procedures()
    variants = _variants(real)
    return real if count is None else [*real[:count], *(next(variants) for _ in range(count - len(real)))]


def _procedure(line: dict[str, object]) -> DemoProcedure:
    kinds = line.pop("offered_by")
    assert isinstance(kinds, list)  # noqa: S101 - our own file
    round_the_clock = bool(line.pop("round_the_clock", False))
    return DemoProcedure(
        code=str(line["code"]), row=line, offered_by=tuple(kinds), round_the_clock=round_the_clock, real=True
    )


def _variants(real: list[DemoProcedure]) -> Iterator[DemoProcedure]:
    """Without end: every real one for an applicant and a case, then for the next."""
    edition = 0
    while True:
        edition += 1
        for case, applicant in product(CASES, APPLICANTS):
            for base in real:
                yield _variant(base, case, applicant, edition)


def _variant(base: DemoProcedure, case: tuple[str, str], applicant: tuple[str, str], edition: int) -> DemoProcedure:
    number = ((edition - 1) * len(CASES) + CASES.index(case)) * len(APPLICANTS) + APPLICANTS.index(applicant)
    # A real code ends in a serial number of its department that is far below these.
    code = f"{base.code[:5]}9{number:04}{base.code[-SERIAL_DIGITS:]}"
    again = f" ({edition})" if edition > 1 else ""
    row = {
        **base.row,
        "code": code,
        "title_th": f"{base.row['title_th']} {case[0]} สำหรับ{applicant[0]}{again}",
        "title_en": f"{base.row['title_en']}: {case[1]}, for {applicant[1]}{again}",
        "common_names_th": [],
        "common_names_en": [],
    }
    return replace(base, code=code, row=row, real=False)
