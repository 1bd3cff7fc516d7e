"""Whatever people of whatever roles do in whatever order: nothing is published without two others' approvals of exactly
what is published, and no revision is ever lost. On the real database, through the same functions as the pages."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.errors import InvalidQuery
from geo.manual_revisions.actions import find_actions
from geo.manual_revisions.approve import approve_revision, return_revision, send_revision, take_back_revision
from geo.manual_revisions.discard import discard_revision, take_up_revision
from geo.manual_revisions.errors import AlreadyBegun, RevisionStandsElsewhere
from geo.manual_revisions.models import ManualAction, ManualRevision
from geo.manual_revisions.read import find_open_revision, find_published_revision, find_revision, find_revisions
from geo.manual_revisions.write import begin_revision, write_revision
from geo.opening_hours import BANGKOK
from geo.procedures import find_procedure
from geo.staff.accounts import make_account
from geo.staff.actor import Actor, Grant
from geo.staff.audit import AT_THE_TERMINAL, Doer, Origin
from geo.staff.errors import NotAllowed, SavedByAnother
from geo.staff.roles import Role
from tests.country import Country

CODE = "2000000000001"

PEOPLE: dict[str, tuple[Role, ...]] = {
    "author": (Role.author,),
    "second author": (Role.author,),
    "reviewer": (Role.reviewer,),
    "second reviewer": (Role.reviewer,),
    "opdc": (Role.opdc_officer,),
    "central": (Role.central_officer,),
    "point officer": (Role.point_officer,),
    "all in one": (Role.author, Role.reviewer, Role.opdc_officer),
    "both approvers": (Role.reviewer, Role.opdc_officer),
}

REFUSED = (NotAllowed, RevisionStandsElsewhere, SavedByAnother, AlreadyBegun, InvalidQuery)


@pytest.fixture(scope="module")
def database(make_database: Callable[[], str]) -> Iterator[Any]:
    engine = create_engine(make_database(), poolclass=NullPool)
    with Session(engine) as session:
        country = Country(session)
        ministry = country.make_agency()
        country.make_procedure(CODE, manual={"summary_th": "ของเดิม"})
        for name in PEOPLE:
            make_account(session, AT_THE_TERMINAL, email=f"{name}@x.th".replace(" ", "-"), name=name, password=None)
        session.commit()
        assert ministry.path == [ministry.id]
    yield engine
    engine.dispose()


def doers(session: Session) -> dict[str, Doer]:
    agency_id = session.scalar(text("SELECT id FROM agency"))
    found = {}
    for name, roles in PEOPLE.items():
        account_id = session.scalar(text("SELECT id FROM staff_account WHERE name = :name"), {"name": name})
        grants = tuple(Grant(role, None if role is Role.opdc_officer else agency_id) for role in roles)
        assert account_id is not None
        actor = Actor(account_id=account_id, name=name, email="", grants=grants)
        found[name] = Doer(actor, Origin("test", "-"))
    return found


class Offices(RuleBasedStateMachine):
    """Each run works in one transaction, which is rolled back; each refused step in a savepoint of its own."""

    engine: Any

    def __init__(self) -> None:
        super().__init__()
        self.connection = self.engine.connect()
        self.transaction = self.connection.begin()
        self.session = Session(self.connection, join_transaction_mode="create_savepoint")
        self.doers = doers(self.session)
        self.published: dict[int, str] = {
            one.number: str(one.content) for one in find_revisions(self.session, CODE) if one.is_published
        }
        self.numbers: set[int] = set(self.published)
        self.discarded: dict[int, str] = {}
        """What those say that were discarded and not taken up again."""
        self.writers: dict[int, set[str]] = {}
        self.approvals: dict[int, set[str]] = {}
        """Who has approved what the revision says now, as this test counts it."""

    def teardown(self) -> None:
        self.session.close()
        self.transaction.rollback()
        self.connection.close()

    def _try(self, do: Callable[[], ManualRevision]) -> ManualRevision | None:
        try:
            with self.session.begin_nested():
                return do()
        except REFUSED:
            return None

    def _unpublished(self) -> list[int]:
        return sorted(self.numbers - set(self.published))

    def _open(self) -> tuple[int, int] | None:
        found = find_open_revision(self.session, CODE)
        return (found.number, found.version) if found else None

    @rule(who=st.sampled_from(sorted(PEOPLE)))
    def begin(self, who: str) -> None:
        revision = self._try(lambda: begin_revision(self.session, self.doers[who], CODE))
        if revision:
            assert revision.number not in self.numbers
            self.numbers.add(revision.number)
            self.writers[revision.number] = {who}
            self.approvals[revision.number] = set()

    @rule(who=st.sampled_from(sorted(PEOPLE)), words=st.sampled_from(["ก", "ข", "ค"]), stale=st.booleans())
    def write(self, who: str, words: str, stale: bool) -> None:
        if (found := self._open()) is None:
            return
        number, version = found
        fields = {"steps": [{"name_th": words}]}
        before = find_open_revision(self.session, CODE)
        seen = version - 1 if stale else version
        revision = self._try(lambda: write_revision(self.session, self.doers[who], CODE, number, seen, fields))
        after = find_open_revision(self.session, CODE)
        assert before
        assert after
        if before.content != after.content:
            assert revision
            self.writers[number].add(who)
            self.approvals[number] = set()

    @rule(who=st.sampled_from(sorted(PEOPLE)))
    def send(self, who: str) -> None:
        if (found := self._open()) is None:
            return
        number, version = found
        if self._try(lambda: send_revision(self.session, self.doers[who], CODE, number, version)):
            self.writers[number].add(who)

    @rule(who=st.sampled_from(sorted(PEOPLE)))
    def take_back(self, who: str) -> None:
        if found := self._open():
            self._try(lambda: take_back_revision(self.session, self.doers[who], CODE, *found))

    @rule(who=st.sampled_from(sorted(PEOPLE)), comment=st.sampled_from(["", "แก้ไขด้วย"]))
    def send_back(self, who: str, comment: str) -> None:
        if found := self._open():
            revision = self._try(lambda: return_revision(self.session, self.doers[who], CODE, *found, comment))
            assert not (revision and not comment)

    @rule(who=st.sampled_from(sorted(PEOPLE)), stale=st.booleans())
    def discard(self, who: str, stale: bool) -> None:
        if (found := self._open()) is None:
            return
        number, version = found
        before = find_open_revision(self.session, CODE)
        assert before
        seen = version - 1 if stale else version
        if self._try(lambda: discard_revision(self.session, self.doers[who], CODE, number, seen)):
            assert before.standing in ("draft", "returned"), "what waits for somebody was taken out of her hands"
            assert not stale, "she discarded what she had not seen"
            self.discarded[number] = str(before.content)

    @precondition(lambda self: bool(self.discarded))
    @rule(who=st.sampled_from(sorted(PEOPLE)), which=st.integers(0, 9))
    def take_up(self, who: str, which: int) -> None:
        number = sorted(self.discarded)[which % len(self.discarded)]
        version = find_revision(self.session, CODE, number).version
        another = self._open()
        if self._try(lambda: take_up_revision(self.session, self.doers[who], CODE, number, version)):
            assert another is None, "two are being worked on"
            assert str(find_revision(self.session, CODE, number).content) == self.discarded.pop(number)
            assert find_revision(self.session, CODE, number).standing == "draft"

    @rule(who=st.sampled_from(sorted(PEOPLE)), stale=st.booleans())
    def approve(self, who: str, stale: bool) -> None:
        if (found := self._open()) is None:
            return
        number, version = found
        revision = self._try(
            lambda: approve_revision(self.session, self.doers[who], CODE, number, version - 1 if stale else version)
        )
        if revision is None:
            return
        assert not stale, "she approved something that she had not seen"
        assert who not in self.writers[number], "she approved her own work"
        self.approvals[number].add(who)
        if revision.state == "published":
            assert len(self.approvals[number] - self.writers[number]) >= 2
            self.published[number] = str(find_procedure(self.session, CODE).manual)

    @precondition(lambda self: bool(self._unpublished()))
    @rule(state=st.sampled_from(["published", "approval", "review", "discarded", "returned"]), which=st.integers(0, 9))
    def somebody_else_writes_to_the_table(self, state: str, which: int) -> None:
        """Not even a program that goes round our functions publishes anything."""
        number = self._unpublished()[which % len(self._unpublished())]
        was = self.session.scalar(select(ManualRevision.state).where(ManualRevision.number == number))
        if was == state:
            return
        try:
            with self.session.begin_nested():
                self.session.execute(
                    text("""
                        UPDATE manual_revision SET state = :state, published_at = now(), effective_from = now(),
                               content = '{"summary_th": "แก้เอง"}' WHERE number = :number
                    """),
                    {"state": state, "number": number},
                )
        except DBAPIError:
            return
        raise AssertionError(f"a revision went from {was} to {state}")

    @invariant()
    def nothing_is_lost(self) -> None:
        revisions = find_revisions(self.session, CODE)
        assert {one.number for one in revisions} == self.numbers
        assert {one.number: str(one.content) for one in revisions if one.is_published} == self.published
        assert sum(one.is_open for one in revisions) <= 1
        kept = {one.number: str(one.content) for one in revisions if one.standing == "discarded"}
        assert kept == self.discarded

    @invariant()
    def citizens_read_what_was_published_last(self) -> None:
        in_force = find_published_revision(self.session, CODE)
        assert in_force
        assert in_force.number == max(self.published)
        assert str(find_procedure(self.session, CODE).manual) == self.published[in_force.number]


def test_no_sequence_of_actions_publishes_alone_or_loses_a_revision(database: Any) -> None:
    Offices.engine = database
    run_state_machine_as_test(
        Offices,
        settings=settings(
            max_examples=40,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_straight_way(database: Any) -> None:
    """What the machine above finds by chance only: two revisions are published, one after a return."""
    with database.connect() as connection, connection.begin() as transaction:
        session = Session(connection, join_transaction_mode="create_savepoint")
        who = doers(session)
        for words in ("ครั้งที่สอง", "ครั้งที่สาม"):
            revision = begin_revision(session, who["author"], CODE)
            steps = [{"name_th": words}]
            write_revision(session, who["author"], CODE, revision.number, revision.version, {"steps": steps})
            send_revision(session, who["author"], CODE, revision.number, revision.version)
            with pytest.raises(NotAllowed):
                approve_revision(session, who["author"], CODE, revision.number, revision.version)
            approve_revision(session, who["both approvers"], CODE, revision.number, revision.version)
            with pytest.raises(NotAllowed):
                approve_revision(session, who["both approvers"], CODE, revision.number, revision.version)
            return_revision(session, who["opdc"], CODE, revision.number, revision.version, "ขาดค่าธรรมเนียม")
            send_revision(session, who["second author"], CODE, revision.number, revision.version)
            approve_revision(session, who["reviewer"], CODE, revision.number, revision.version)
            approve_revision(session, who["opdc"], CODE, revision.number, revision.version)
            assert [step.name_th for step in find_procedure(session, CODE).manual.steps] == [words]  # type: ignore[union-attr]
        assert [one.standing for one in find_revisions(session, CODE)] == ["in_force", "superseded", "superseded"]
        transaction.rollback()


def test_what_is_taken_up_has_all_approvals_before_it(database: Any) -> None:
    """What the machine finds by chance only: an approval from before does not count after."""
    with database.connect() as connection, connection.begin() as transaction:
        session = Session(connection, join_transaction_mode="create_savepoint")
        who = doers(session)
        revision = begin_revision(session, who["author"], CODE)
        number = revision.number
        write_revision(session, who["author"], CODE, number, revision.version, {"steps": [{"name_th": "ยื่น"}]})
        with pytest.raises(NotAllowed):
            discard_revision(session, who["opdc"], CODE, number, revision.version)
        send_revision(session, who["author"], CODE, number, revision.version)
        with pytest.raises(RevisionStandsElsewhere):
            discard_revision(session, who["author"], CODE, number, revision.version)
        approve_revision(session, who["reviewer"], CODE, number, revision.version)
        return_revision(session, who["opdc"], CODE, number, revision.version, "รอกฎหมายใหม่")
        discard_revision(session, who["second author"], CODE, number, revision.version, "กฎหมายยังไม่ออก")
        assert find_revision(session, CODE, number).standing == "discarded"
        assert find_open_revision(session, CODE) is None
        other = begin_revision(session, who["author"], CODE)
        assert other.number == number + 1
        with pytest.raises(AlreadyBegun):
            take_up_revision(session, who["author"], CODE, number, revision.version)
        discard_revision(session, who["author"], CODE, other.number, other.version)
        with pytest.raises(RevisionStandsElsewhere):
            write_revision(session, who["author"], CODE, number, revision.version, {"steps": []})
        take_up_revision(session, who["author"], CODE, number, revision.version)
        with pytest.raises(RevisionStandsElsewhere):
            take_up_revision(session, who["author"], CODE, number, revision.version)
        send_revision(session, who["author"], CODE, number, revision.version)
        with pytest.raises(NotAllowed):
            approve_revision(session, who["opdc"], CODE, number, revision.version)
        approve_revision(session, who["second reviewer"], CODE, number, revision.version)
        approve_revision(session, who["opdc"], CODE, number, revision.version)
        assert [one.standing for one in find_revisions(session, CODE)] == ["discarded", "in_force", "superseded"]
        told = [(one.action, one.comment) for one in find_actions(session, CODE, number)]
        assert ("discard", "กฎหมายยังไม่ออก") in told
        assert ("take_up", None) in told
        logged = "SELECT array_agg(action ORDER BY id) FROM audit_log WHERE subject_id = :subject"
        actions = session.scalar(text(logged), {"subject": f"{CODE}/{number}"})
        assert actions[5:7] == ["manual.discard", "manual.take_up"]
        transaction.rollback()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE manual_revision SET content = '{}'",
        "UPDATE manual_revision SET effective_from = '2020-01-01'",
        "UPDATE manual_revision SET state = 'draft', published_at = NULL",
        "DELETE FROM manual_revision",
        "TRUNCATE manual_revision CASCADE",
        "UPDATE manual_action SET comment = 'x'",
        "DELETE FROM manual_action",
    ],
)
def test_what_is_published_is_never_altered(database: Any, change: str) -> None:
    with database.connect() as connection, pytest.raises(DBAPIError, match=r"never altered|are kept|append-only"):
        connection.execute(text(change))


def test_two_people_write_different_parts_at_once(database: Any) -> None:
    with database.connect() as connection, connection.begin() as transaction:
        session = Session(connection, join_transaction_mode="create_savepoint")
        who = doers(session)
        revision = begin_revision(session, who["author"], CODE)
        seen = revision.version
        write_revision(session, who["author"], CODE, revision.number, seen, {"steps": [{"name_th": "ยื่น"}]})
        fees = [{"name_th": "ค่าบัตร", "amount_baht": 100}]
        write_revision(session, who["second author"], CODE, revision.number, seen, {"fees": fees})
        with pytest.raises(SavedByAnother) as refused:
            write_revision(session, who["second author"], CODE, revision.number, seen, {"steps": []})
        assert "author" in str(refused.value)
        found = find_open_revision(session, CODE)
        assert found
        assert found.content
        assert (len(found.content.steps), len(found.content.fees)) == (1, 1)
        assert session.scalars(select(ManualAction.action)).all() == ["begin", "edit", "edit"]
        transaction.rollback()


def test_what_comes_into_force_later_waits_for_its_day(database: Any) -> None:
    with database.connect() as connection, connection.begin() as transaction:
        session = Session(connection, join_transaction_mode="create_savepoint")
        who = doers(session)
        tomorrow = (datetime.now(BANGKOK) + timedelta(days=1)).date()
        before = find_published_revision(session, CODE)
        assert before
        revision = begin_revision(session, who["author"], CODE)
        past = {"effective_from": tomorrow - timedelta(days=2)}
        with pytest.raises(InvalidQuery):
            write_revision(session, who["author"], CODE, revision.number, revision.version, past)
        fields = {"steps": [{"name_th": "พรุ่งนี้"}], "effective_from": tomorrow.isoformat()}
        write_revision(session, who["author"], CODE, revision.number, revision.version, fields)
        send_revision(session, who["author"], CODE, revision.number, revision.version)
        approve_revision(session, who["reviewer"], CODE, revision.number, revision.version)
        approve_revision(session, who["opdc"], CODE, revision.number, revision.version)
        assert [one.standing for one in find_revisions(session, CODE)] == ["to_come", "in_force"]
        in_force = find_published_revision(session, CODE)
        assert in_force
        assert (in_force.number, in_force.effective_until) == (before.number, tomorrow - timedelta(days=1))
        assert find_procedure(session, CODE).manual == before.content
        transaction.rollback()
