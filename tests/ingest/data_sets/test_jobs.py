"""Jobs on data sets: one worker each, marked when they die, wary of changes; and what a roll-back leaves."""

from threading import Event

import pytest
from sqlalchemy.orm import Session

from geo.staff.errors import FieldsRefused
from geo.staff.service_point_edit import change_point, load_point
from ingest.data_sets.ask import NotNow, ask_to_activate, forget_old_files, load_data_set
from ingest.data_sets.jobs import Progress, Stopped, bury_dead_jobs, claimed_job
from ingest.data_sets.roll_back import find_edited_since
from ingest.data_sets.sentence_json import sentence_of
from tests.api.staff.conftest import DEPARTMENT, NEIGHBOUR, OFFICE, OTHER_DEPARTMENT
from tests.ingest.data_sets.conftest import Desk, as_csv

TWO = [
    {"code": OFFICE, "agency_code": DEPARTMENT, "name_th": "สำนักงานหนึ่ง"},
    {"code": NEIGHBOUR, "agency_code": DEPARTMENT, "name_th": "สำนักงานสอง"},
    {"code": "3200000000001", "agency_code": DEPARTMENT, "name_th": "สำนักงานใหม่"},
]


def edit(desk: Desk, code: str, **fields: object) -> None:
    with Session(desk.engine) as session:
        version = load_point(session, code).version
        change_point(session, desk.doer(session, "platform_admin"), code, version, fields)
        session.commit()


def test_a_job_is_taken_once_and_dies_with_its_process(desk: Desk) -> None:
    line = desk.upload(as_csv(TWO))
    desk.run("UPDATE data_set SET job = 'validate', job_state = 'waiting'")
    with desk.engine.connect() as one, desk.engine.connect() as other, claimed_job(one) as mine:
        assert mine == line.id
        with claimed_job(other) as theirs:
            assert theirs is None
        bury_dead_jobs(other)
        assert desk.find(line.id).job_state == "running", "its process is alive"
    # the block is over and the job is not: as when the process was killed
    with desk.engine.connect() as other:
        bury_dead_jobs(other)
    assert (desk.find(line.id).job_state, desk.find(line.id).is_busy) == ("died", False)
    assert desk.again(line.id).state == "ready"
    assert desk.find(line.id).job is None


def test_a_process_that_ends_gives_its_job_up(desk: Desk) -> None:
    line = desk.upload(as_csv(TWO))
    stop = Event()
    stop.set()
    progress = Progress(desk.engine, line.id, stop)
    with pytest.raises(Stopped):
        progress.tell("Storing ...", 0.5)
    progress.close()


def test_what_changed_since_the_preview_is_looked_at_again(desk: Desk) -> None:
    line = desk.upload(as_csv(TWO))
    edit(desk, OFFICE, name_th="ชื่อที่เพิ่งแก้")
    before = desk.content()
    line = desk.activate(line.id)
    assert desk.content() == before
    assert line.state == "ready"
    assert OFFICE in str(line.said)
    [change] = [change for change in desk.changes(line.id) if change.code == OFFICE]
    assert change.changes["name_th"] == ("ชื่อที่เพิ่งแก้", "สำนักงานหนึ่ง")
    assert desk.activate(line.id).state == "active"


@pytest.mark.parametrize("restored", [False, True])
def test_a_roll_back_asks_about_what_was_changed_since(desk: Desk, restored: bool) -> None:
    before = desk.content()
    line = desk.upload(as_csv(TWO))
    desk.activate(line.id)
    edit(desk, OFFICE, phone="0 2999 9999")
    desk.run("""
        INSERT INTO temporary_hours (service_point_id, during, expression)
        SELECT id, '[2026-12-01 00:00+07,2026-12-02 00:00+07)', 'off' FROM service_point WHERE code = '3200000000001'
    """)
    with Session(desk.engine) as session:
        edited = find_edited_since(session, load_data_set(session, line.id))
    assert [(one.code, one.by, one.change) for one in edited] == [
        (OFFICE, "Khun platform_admin", "changed"),
        ("3200000000001", "Khun central_officer", "new"),
    ]
    line = desk.roll_back(line.id, [one.record_id for one in edited] if restored else [])
    assert line.state == "rolled_back"
    assert line.said is not None
    office = "SELECT name_th || phone FROM service_point WHERE code = :code"
    new = "SELECT shown FROM service_point WHERE code = '3200000000001'"
    if restored:
        assert desk.value(office, code=OFFICE) == "สำนักงานพัฒนาชุมชนอำเภอบางละมุง0 2000 0000"
        assert desk.value(new) is False, "hidden: deleting it would lose what was added"
    else:
        assert desk.value(office, code=OFFICE) == "สำนักงานหนึ่ง0 2999 9999"
        assert desk.value(new) is True
    assert desk.value(office, code=NEIGHBOUR) == "สำนักงานพัฒนาชุมชนอำเภอศรีราชา0 2000 0000"
    assert desk.content() != before


def test_the_last_three_can_be_rolled_back_in_any_order(desk: Desk) -> None:
    before = desk.content()
    lines = []
    for number in range(4):
        row = {"code": f"310000000000{number + 1}", "agency_code": DEPARTMENT, "name_th": f"สำนักงานที่ {number}"}
        lines.append(desk.activate(desk.upload(as_csv([row])).id))
    assert [desk.find(line.id).can_roll_back for line in lines] == [False, True, True, True]
    with pytest.raises(NotNow):
        desk.roll_back(lines[0].id)
    for line in (lines[1], lines[3], lines[2]):
        assert desk.roll_back(line.id).state == "rolled_back"
    after = desk.content()
    assert sum(one != other for one, other in zip(before["agency"], after["agency"], strict=True)) == 0
    assert len(set(before["service_point"]) - set(after["service_point"])) == 1, "only the first has stayed"


def test_what_is_discarded_or_too_old_leaves_no_file(desk: Desk) -> None:
    pieces = "SELECT count(*) FROM data_set_piece"
    line = desk.upload(as_csv(TWO))
    assert desk.value(pieces) == 1
    assert desk.discard(line.id).state == "discarded"
    assert desk.value(pieces) == 0
    with pytest.raises(NotNow):
        desk.activate(line.id)
    old = desk.upload(as_csv(TWO))
    young = desk.upload(as_csv(TWO))
    desk.run("UPDATE data_set SET uploaded_at = now() - interval '31 days' WHERE id = :id", id=old.id)
    with Session(desk.engine) as session:
        assert forget_old_files(session, 30) == 1
        session.commit()
    assert (desk.find(old.id).state, desk.find(young.id).state) == ("discarded", "ready")


@pytest.mark.parametrize(
    ("content", "options", "field"),
    [
        (b"", {}, "file"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, {}, "file"),
        (b"PK\x03\x04broken", {"name": "x.xlsx"}, "file"),
        (b"\x1f\x8b\x08rest", {"name": "x.csv.gz"}, "file"),
        (b"code\n1\n", {"kind": "boundaries"}, "kind"),
        (b"code\n1\n", {"agency": OTHER_DEPARTMENT}, "agency"),
        (b"code\n1\n", {"agency": "9999999999999"}, "agency"),
        (b"code\n1\n", {"kind": "agencies", "complete": True}, "complete"),
        (b"code\n1\n", {"who": "platform_admin", "complete": True}, "agency"),
    ],
)
def test_what_cannot_be_a_data_set_is_told_at_once(
    desk: Desk, content: bytes, options: dict[str, object], field: str
) -> None:
    with pytest.raises(FieldsRefused) as refused:
        desk.upload(content, **options)  # type: ignore[arg-type]
    assert [fault.field for fault in refused.value.faults] == [field]


def test_a_file_that_is_no_table_is_refused_as_a_whole(desk: Desk) -> None:
    line = desk.upload("name_th,phone\nก,1\n", name="สำนักงาน.csv")
    assert line.state == "refused"
    assert line.said is not None
    assert str(sentence_of(line.said)).startswith("สำนักงาน.csv has no column code, agency_code")


def test_whoever_lost_her_role_meanwhile_activates_nothing(desk: Desk) -> None:
    line = desk.upload(as_csv(TWO))
    before = desk.content()
    with Session(desk.engine) as session:
        ask_to_activate(session, desk.doer(session, "central_officer"), line.id)
        session.commit()
    desk.run("DELETE FROM staff_role")
    desk.work()
    line = desk.find(line.id)
    assert (line.state, line.job, line.job_state) == ("ready", "activate", "failed")
    assert desk.content() == before
    assert desk.value("SELECT count(*) FROM audit_log WHERE action = 'data_set.activate'") == 0
