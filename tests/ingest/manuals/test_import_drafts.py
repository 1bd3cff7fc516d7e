"""Many manuals become drafts: tried first, once only, without loss, and by whoever may write them."""

import json
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.clean_text import clean_prose
from geo.manual import ManualContent
from geo.manual_revisions.models import ManualRevision
from geo.manual_revisions.read import find_open_revision
from geo.models import Agency, Procedure
from geo.staff.accounts import make_account
from geo.staff.actor import find_actor
from geo.staff.audit import AT_THE_TERMINAL, Doer
from geo.staff.errors import NotAllowed
from geo.staff.people import GrantTo, give_role
from geo.staff.roles import Role
from ingest.manuals.import_drafts import ImportReport, import_drafts, read_manuals
from ingest.manuals.sheets import ManualToWrite, write_workbook
from tests.country import Country

CHANNELS = {"application": "app", "website": "online", "walk-in": "counter"}


def doer(session: Session, role: Role, agency: Agency | None) -> Doer:
    account = make_account(
        session, AT_THE_TERMINAL, email=f"{role.value}@example.go.th", name="Khun Writer", password=None
    )
    give_role(session, AT_THE_TERMINAL, account, GrantTo(role=role, agency_id=agency.id if agency else None))
    return Doer(find_actor(session, account.id), AT_THE_TERMINAL.origin)


@pytest.fixture
def ours(country: Country) -> Agency:
    return country.make_agency("0150400000000", name_th="กรมการปกครอง")


@pytest.fixture
def writer(session: Session, ours: Agency) -> Doer:
    return doer(session, Role.central_officer, ours)


def load(session: Session, by: Doer, content: bytes, file: str = "manuals.jsonl") -> ImportReport:
    return import_drafts(session, by, file, read_manuals(lambda: BufferedReader(BytesIO(content)), file))


def line(code: str, manual: object = None, **rest: object) -> bytes:
    return json.dumps({"code": code, "manual": manual or {"notes_th": "ใหม่"}, **rest}).encode() + b"\n"


def real_manuals(path: Path) -> list[dict[str, Any]]:
    """The 22 procedures under their everyday names, each channel of each a manual, with all its steps."""
    return [
        {
            "code": f"wevis-{one['service_id']}",
            "title_th": " ".join(filter(None, (one["service_name"], one.get("sub_category")))),
            "agency_code": "0150400000000",
            "common_names_th": [one["service_name"]],
            "manual": {
                "channels": [{"kind": CHANNELS.get(one["channel"], "counter"), "name_th": one["channel"]}]
                if one["channel"]
                else [],
                "steps": [{"name_th": str(step)} for step in one["steps"]],  # one of them is a bare number
            },
        }
        for one in json.loads(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.shared_data
@pytest.mark.parametrize("form", ["jsonl", "xlsx"])
def test_the_22_real_procedures_without_loss(session: Session, writer: Doer, shared_data: Path, form: str) -> None:
    path = shared_data / "procedures" / "wevis_eservice_th.json"
    manuals = real_manuals(path)
    assert len(manuals) == 22
    if form == "jsonl":
        content = b"".join(json.dumps(one).encode() + b"\n" for one in manuals)
    else:
        stream = BytesIO()
        heads = [{name: one[name] for name in ("title_th", "agency_code", "common_names_th")} for one in manuals]
        contents = [ManualContent.model_validate(one["manual"]) for one in manuals]
        write_workbook(
            stream,
            [
                ManualToWrite(code=one["code"], head=head, content=said)
                for one, head, said in zip(manuals, heads, contents, strict=True)
            ],
        )
        content = stream.getvalue()
    report = load(session, writer, content, f"real.{form}")
    assert [one.faults for one in report.manuals if one.faults] == []
    assert report.count("new") == 22

    said = json.loads(path.read_text(encoding="utf-8"))
    assert sum(len(one["steps"]) for one in said) == 213
    for one in said:
        draft = find_open_revision(session, f"wevis-{one['service_id']}")
        assert draft is not None
        assert draft.content is not None
        assert draft.standing == "draft"
        # only what nobody sees is tidied: spaces beside spaces and at the ends of lines
        steps = list(map(str, one["steps"]))
        assert [step.name_th for step in draft.content.steps] == list(map(clean_prose, steps))
        assert [_letters(step.name_th) for step in draft.content.steps] == list(map(_letters, steps))
    shown = session.scalars(select(Procedure.shown).where(Procedure.code.startswith("wevis-"))).all()
    assert set(shown) == {False}
    assert load(session, writer, content, f"real.{form}").count("same") == 22


def _letters(text: str) -> str:
    return "".join(clean_prose(text).split())


def test_a_draft_of_a_known_procedure_stands_beside_what_is_in_force(
    session: Session, country: Country, ours: Agency, writer: Doer
) -> None:
    procedure = country.make_procedure("0150410000009", manual={"notes_th": "ในบังคับ"})
    procedure.agency = ours
    session.flush()
    assert load(session, writer, line("0150410000009", {"notes_th": "ในบังคับ"})).count("same") == 1
    [done] = load(session, writer, line("0150410000009")).manuals
    assert (done.outcome, done.number) == ("draft", 2)
    [again] = load(session, writer, line("0150410000009", {"notes_th": "อีกแบบ"})).manuals
    assert again.outcome == "refused"
    assert "Revision 2 is being worked on already" in str(again.faults[0].sentence)


def test_what_is_refused_leaves_nothing_and_stops_nobody(session: Session, writer: Doer, ours: Agency) -> None:
    content = (
        line("A-1", title_th="แรก", agency_code=ours.code)
        + line("A-2", title_th="ไม่มีหน่วยงาน")
        + line("A-3", {"fees": [{"name_th": "ก", "amount_baht": -1}]}, title_th="ผิด", agency_code=ours.code)
        + line("A-4", title_th="อื่น", agency_code="9999999999999")
        + line("A-5", title_th="หมวดที่ไม่มี", agency_code=ours.code, tags={"category": ["ไม่มีในรายการ"]})
        + line("A-6", title_th="สุดท้าย", agency_code=ours.code)
    )
    report = load(session, writer, content)
    assert [one.outcome for one in report.manuals] == ["new", "refused", "refused", "refused", "refused", "new"]
    columns = [one.faults[0].column for one in report.manuals if one.faults]
    assert columns == ["agency_code", "manual.fees[0].amount_baht", "agency_code", "category"]
    assert sorted(session.scalars(select(Procedure.code).where(Procedure.code.startswith("A-")))) == ["A-1", "A-6"]


def test_only_where_one_may_write(session: Session, country: Country, ours: Agency) -> None:
    theirs = country.make_agency("0160100000000", name_th="กรมที่ดิน")
    procedure = country.make_procedure("0160110000001")
    procedure.agency = theirs
    session.flush()
    author = doer(session, Role.author, ours)
    [strange] = load(session, author, line("0160110000001")).manuals
    assert strange.outcome == "refused"
    [new] = load(session, author, line("A-1", title_th="ใหม่", agency_code=ours.code)).manuals
    assert new.outcome == "refused", "authors add no procedures"
    with pytest.raises(NotAllowed):
        load(session, doer(session, Role.reviewer, ours), line("0160110000001"))
    assert session.scalar(select(func.count()).select_from(ManualRevision)) == 0
