"""Changes of offerings: written exactly, counted, undone as they were, whatever was done in between."""

import random
from dataclasses import dataclass

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from geo.errors import InvalidQuery
from geo.models import Agency, Offering, Procedure, ServicePoint
from geo.pins.models import StoredFinding
from geo.staff.accounts import make_account
from geo.staff.actor import Actor, Grant, Place
from geo.staff.audit import AT_THE_TERMINAL, Doer, Origin
from geo.staff.errors import NotAllowed
from geo.staff.models import AuditEntry
from geo.staff.offerings.at_point import change_at_point, find_candidates, find_offered
from geo.staff.offerings.bulk import BulkQuery, change_in_bulk, find_preview
from geo.staff.offerings.find_changes import find_last_change, find_procedure_changes, undo_change, undoable
from geo.staff.offerings.table import OfferingsQuery, Sort, find_offerings_rows
from geo.staff.offerings.write_change import write_links
from geo.staff.roles import Role
from tests.country import Country

Pairs = set[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class State:
    """Two departments with five district offices each, and six procedures of the first."""

    ours: Agency
    theirs: Agency
    points: tuple[ServicePoint, ...]
    procedures: tuple[Procedure, ...]


@pytest.fixture
def state(country: Country) -> State:
    ministry = country.make_agency(name_th="กระทรวง")
    ours = country.make_agency(parent=ministry, name_th="กรมหนึ่ง")
    theirs = country.make_agency(parent=ministry, name_th="กรมสอง")
    points = tuple(
        country.make_service_point(agency=agency, subdistrict_code=f"20{number:02}01")
        for agency in (ours, theirs)
        for number in range(1, 6)
    )
    procedures = tuple(country.make_procedure(title_th=f"การขอ {number}") for number in range(6))
    for procedure in procedures:
        procedure.agency_id = ours.id
    country.session.flush()
    return State(ours, theirs, points, procedures)


def doer_of(session: Session, *grants: Grant) -> Doer:
    account = make_account(session, AT_THE_TERMINAL, email=f"{id(grants)}@example.go.th", name="สมหญิง", password=None)
    actor = Actor(account_id=account.id, name=account.name, email=account.email, grants=grants)
    return Doer(actor, Origin("test", "-"))


def pairs(session: Session) -> Pairs:
    return {
        (point, procedure)
        for point, procedure in session.execute(select(Offering.service_point_id, Offering.procedure_id))
    }


def test_a_change_counts_only_what_it_changed_and_nothing_is_written_for_nothing(
    session: Session, state: State
) -> None:
    doer = doer_of(session, Grant(Role.platform_admin))
    point_ids, procedure_ids = [one.id for one in state.points[:3]], [one.id for one in state.procedures[:2]]
    assert write_links(session, doer, point_ids[:1], link=procedure_ids).linked.count == 2
    second = write_links(session, doer, point_ids, link=procedure_ids)
    assert (second.linked.count, len(second.linked.point_codes), len(second.linked.procedure_codes)) == (4, 2, 2)
    assert write_links(session, doer, point_ids, link=procedure_ids).number is None
    assert session.scalar(text("SELECT count(*) FROM offering_change")) == 2
    last = find_last_change(session, point_ids[1])
    assert last is not None
    assert (last.number, last.linked, last.procedures) == (second.number, 4, 2)


def test_the_hot_table_is_filled_in_by_its_triggers(session: Session, state: State) -> None:
    doer = doer_of(session, Grant(Role.platform_admin))
    write_links(session, doer, [one.id for one in state.points], link=[state.procedures[0].id])
    wrong = text("""
        SELECT count(*) FROM offering o JOIN service_point s ON s.id = o.service_point_id
        WHERE (o.agency_id, o.schedule_id, o.map_x, o.location::bytea) IS DISTINCT FROM
              (s.agency_id, s.effective_schedule_id, s.map_x, findable_location(s.location, s.shown)::bytea)
    """)
    assert (session.scalar(wrong), len(pairs(session))) == (0, 10)


@pytest.mark.parametrize("seed", range(8))
def test_undoing_agrees_with_a_model(session: Session, state: State, seed: int) -> None:
    """The model: a change is undone for each pair that nobody touched since."""
    chance = random.Random(seed)
    doer = doer_of(session, Grant(Role.platform_admin))
    model: Pairs = set()
    history: list[tuple[int, Pairs, Pairs]] = []
    for _ in range(12):
        if history and chance.random() < 0.4:
            index = chance.randrange(len(history))
            number, added, gone = history[index]
            touched = {pair for _, more, less in history[index + 1 :] for pair in more | less}
            back, away = (gone - touched) - model, (added - touched) & model
            try:
                written = undo_change(session, doer, number)
            except InvalidQuery:
                continue
            model = (model | back) - away
            if written.number is not None:
                history.append((written.number, back, away))
        else:
            points = chance.sample([one.id for one in state.points], 4)
            procedures = chance.sample([one.id for one in state.procedures], 3)
            wanted = {(point, procedure) for point in points for procedure in procedures}
            if chance.random() < 0.6:
                written, added, gone = write_links(session, doer, points, link=procedures), wanted - model, set()
            else:
                written, added, gone = write_links(session, doer, points, take_away=procedures), set(), wanted & model
            model = (model | added) - gone
            if written.number is not None:
                history.append((written.number, added, gone))
        assert pairs(session) == model


def test_own_hours_and_notes_come_back(session: Session, country: Country, state: State) -> None:
    doer = doer_of(session, Grant(Role.platform_admin))
    offering = country.make_offering(state.points[0], state.procedures[0], hours="Mo 09:00-12:00")
    session.execute(update(Offering).where(Offering.id == offering.id).values(note_th="เฉพาะเช้า"))
    own = offering.own_schedule_id
    code = state.points[0].code
    gone = change_at_point(session, doer, code, take_away=[state.procedures[0].code])
    assert pairs(session) == set()
    assert gone.number is not None
    undo_change(session, doer, gone.number)
    session.expire_all()
    found = session.execute(select(Offering.own_schedule_id, Offering.note_th, Offering.schedule_id)).one()
    assert tuple(found) == (own, "เฉพาะเช้า", own)
    with pytest.raises(InvalidQuery, match="already"):
        undo_change(session, doer, gone.number)


def test_other_departments_procedures_are_for_central_officers(session: Session, state: State) -> None:
    theirs = state.points[5]
    own = doer_of(session, Grant(Role.point_officer, state.theirs.id, theirs.id))
    with pytest.raises(InvalidQuery, match="another department"):
        change_at_point(session, own, theirs.code, link=[state.procedures[0].code])
    central = doer_of(session, Grant(Role.central_officer, state.theirs.id))
    assert change_at_point(session, central, theirs.code, link=[state.procedures[0].code]).linked.count == 1
    assert change_at_point(session, own, theirs.code, take_away=[state.procedures[0].code]).taken.count == 1


def test_what_can_be_linked_is_what_is_not(session: Session, state: State) -> None:
    doer = doer_of(session, Grant(Role.platform_admin))
    point = state.points[0]
    change_at_point(session, doer, point.code, link=[one.code for one in state.procedures[:2]])
    offered = {row.code for row in find_offered(session, point.id)}
    rows, total = find_candidates(session, point, state.ours.code)
    assert offered == {one.code for one in state.procedures[:2]}
    assert ({row.code for row in rows}, total) == ({one.code for one in state.procedures[2:]}, 4)
    assert [row.code for row in find_candidates(session, point, "", "ขอ 5")[0]] == [state.procedures[5].code]
    assert find_candidates(session, point, state.theirs.code) == ([], 0)


def test_bulk_stays_within_reach_and_within_what_was_looked_at(session: Session, state: State) -> None:
    doer = doer_of(session, Grant(Role.central_officer, state.ours.id))
    assert doer.actor is not None
    change_at_point(session, doer, state.points[0].code, link=[state.procedures[0].code])
    codes = tuple(one.code for one in state.procedures[:2])
    query = BulkQuery(procedures=codes, type="ที่ว่าการอำเภอ", area="20")
    preview = find_preview(session, doer.actor, query)
    assert (len(preview.point_ids), preview.outside, preview.to_change, preview.unchanged) == (5, 5, 9, 1)
    with pytest.raises(InvalidQuery, match="has changed"):
        change_in_bulk(session, doer, query, 10)
    written = change_in_bulk(session, doer, query, 9)
    assert (written.linked.count, len(written.linked.point_codes)) == (9, 5)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.action, entry.agency_id, entry.after) == (
        "offering.link",
        state.ours.id,
        {
            "offerings": 9,
            "procedures": sorted(codes),
            "service_points": sorted(one.code for one in state.points[:5]),
        },
    )
    assert [one.linked for one in find_procedure_changes(session, state.procedures[1].id)] == [9]


def test_a_whole_change_is_undone_only_by_whoever_looks_after_all_of_it(session: Session, state: State) -> None:
    everywhere = doer_of(session, Grant(Role.platform_admin))
    query = BulkQuery(procedures=(state.procedures[0].code,), area="2001")
    number = change_in_bulk(session, everywhere, query, 2).number
    assert number is not None
    ours = doer_of(session, Grant(Role.central_officer, state.ours.id))
    assert ours.actor is not None
    assert ours.actor.may("offering.edit", Place(tuple(state.ours.path)))
    assert undoable(session, ours.actor, [number]) == frozenset()
    with pytest.raises(NotAllowed):
        undo_change(session, ours, number)
    assert undo_change(session, everywhere, number).taken.count == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"procedures": ()},
        {"procedures": ("1",)},
        {"procedures": ("1",), "area": "x"},
        {"procedures": ("1",), "area": "20", "act": "burn"},
        {"procedures": tuple(map(str, range(201))), "area": "20"},
    ],
)
def test_a_question_that_cannot_be_asked_says_why(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidQuery):
        BulkQuery(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("sort", ["title", "code", "changed"])
def test_every_order_is_paged_without_gaps(session: Session, state: State, sort: Sort) -> None:
    doer = doer_of(session, Grant(Role.central_officer, state.ours.id))
    assert doer.actor is not None
    for procedure in (state.procedures[3], state.procedures[1]):
        write_links(session, doer, [one.id for one in state.points[:7]], link=[procedure.id])
    whole = find_offerings_rows(session, doer.actor, OfferingsQuery(sort=sort, limit=None))
    paged, after = [], ""
    while rows := find_offerings_rows(session, doer.actor, OfferingsQuery(sort=sort, after=after, limit=2)):
        paged += rows
        after = rows[-1].cursor
    assert paged == whole
    assert {(row.points, row.mine) for row in whole} == {(0, 0), (7, 5)}
    if sort == "changed":
        assert [row.code for row in whole[:2]] == [state.procedures[1].code, state.procedures[3].code]
    mine = find_offerings_rows(session, doer.actor, OfferingsQuery(offered="mine"))
    assert {row.code for row in mine} == {state.procedures[1].code, state.procedures[3].code}


def test_that_an_office_offers_nothing_is_found_and_forgotten_at_once(session: Session, state: State) -> None:
    doer = doer_of(session, Grant(Role.platform_admin))
    point, procedure = state.points[0], state.procedures[0].code

    def offers_nothing() -> bool:
        kinds = session.scalars(select(StoredFinding.kind).where(StoredFinding.service_point_id == point.id))
        return "no_offering" in set(kinds)

    change_at_point(session, doer, point.code, link=[procedure])
    assert not offers_nothing()
    change_at_point(session, doer, point.code, take_away=[procedure])
    assert offers_nothing()
    change = change_at_point(session, doer, point.code, link=[procedure])
    assert not offers_nothing()
    assert change.number is not None
    undo_change(session, doer, change.number)
    assert offers_nothing()
