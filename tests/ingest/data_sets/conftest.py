"""A desk of a central officer: she uploads files, the work is done at once, and the tables are looked into."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Event

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.staff.accounts import find_account
from geo.staff.actor import find_actor
from geo.staff.audit import Doer, Origin
from ingest.data_sets.ask import ask_again, ask_to_activate, ask_to_roll_back, discard, upload
from ingest.data_sets.find_data_sets import DataSetLine, find_data_set
from ingest.data_sets.find_rows import PreviewRow, RefusedRow, find_changes, find_refused
from ingest.data_sets.officer_sheet import write_corrections, write_officer_sheet
from ingest.data_sets.set_kind import SET_KINDS
from ingest.data_sets.worker import work_once
from tests.api.staff.conftest import make_staff_template

_CONTENT = {
    "service_point": "SELECT (to_jsonb(t) - 'version' - 'json')::text || t.location::text FROM service_point t",
    "agency": "SELECT (to_jsonb(t) - 'version')::text FROM agency t",
    "offering": "SELECT to_jsonb(t)::text || t.location::text FROM offering t",
    "area_served": "SELECT to_jsonb(t)::text FROM area_served t",
    "temporary_hours": "SELECT to_jsonb(t)::text FROM temporary_hours t",
    "answers": "SELECT json FROM service_point",
}


class Desk:
    """`url` is the database's own."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = create_engine(url, poolclass=NullPool)

    def doer(self, session: Session, name: str) -> Doer:
        account = find_account(session, f"{name}@example.go.th")
        assert account is not None
        return Doer(find_actor(session, account.id), Origin("Firefox, Windows", "10.0.0.x"))

    def upload(
        self,
        content: bytes | str,
        *,
        kind: str = "service-points",
        name: str = "offices.csv",
        who: str = "central_officer",
        agency: str = "",
        complete: bool = False,
    ) -> DataSetLine:
        """Uploads and looks at it."""
        raw = content.encode() if isinstance(content, str) else content
        with Session(self.engine) as session:
            file = io.BytesIO(raw)
            data_set = upload(
                session,
                self.doer(session, who),
                kind=kind,
                agency_code=agency,
                complete=complete,
                file=file,
                file_name=name,
            )
            session.commit()
            number = data_set.id
        self.work()
        return self.find(number)

    def ask(
        self, what: Callable[[Session, Doer, int], object], number: int, who: str = "central_officer"
    ) -> DataSetLine:
        with Session(self.engine) as session:
            what(session, self.doer(session, who), number)
            session.commit()
        self.work()
        return self.find(number)

    def activate(self, number: int, who: str = "central_officer") -> DataSetLine:
        return self.ask(ask_to_activate, number, who)

    def again(self, number: int) -> DataSetLine:
        return self.ask(ask_again, number)

    def discard(self, number: int) -> DataSetLine:
        return self.ask(discard, number)

    def roll_back(self, number: int, restore: Sequence[int] = ()) -> DataSetLine:
        return self.ask(lambda session, doer, one: ask_to_roll_back(session, doer, one, restore), number)

    def work(self) -> None:
        while work_once(self.engine, Event()):
            pass

    def find(self, number: int) -> DataSetLine:
        with Session(self.engine) as session:
            found = find_data_set(session, number)
        assert found is not None
        return found

    def refused(self, number: int) -> list[RefusedRow]:
        with Session(self.engine) as session:
            return find_refused(session, number, limit=10_000)

    def reasons(self, number: int) -> dict[int, str]:
        return {row.number: " ".join(map(str, row.sentences)) for row in self.refused(number)}

    def changes(self, number: int, change: str = "changed") -> list[PreviewRow]:
        with Session(self.engine) as session:
            return find_changes(session, number, change, limit=10_000)

    def sheet(self, kind: str = "service-points", who: str = "central_officer") -> bytes:
        stream = io.BytesIO()
        with Session(self.engine) as session:
            actor = self.doer(session, who).actor
            assert actor is not None
            write_officer_sheet(session, stream, SET_KINDS[kind], actor.reach("data_set.upload"), None, "th")
        return stream.getvalue()

    def corrections(self, number: int) -> bytes:
        stream = io.BytesIO()
        write_corrections(stream, SET_KINDS[self.find(number).kind], self.refused(number), "th")
        return stream.getvalue()

    def run(self, statement: str, **places: object) -> None:
        with self.engine.begin() as connection:
            connection.execute(text(statement), places)

    def value(self, statement: str, **places: object) -> object:
        with self.engine.begin() as connection:
            return connection.scalar(text(statement), places)

    def content(self) -> Mapping[str, list[str]]:
        """Of all tables that a data set may change, but for versions."""
        with self.engine.begin() as connection:
            return {
                name: sorted(str(value) for value in connection.scalars(text(statement)))
                for name, statement in _CONTENT.items()
            }


def as_csv(rows: Sequence[Mapping[str, object]], columns: Sequence[str] | None = None) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns or list(rows[0]), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


@pytest.fixture(scope="session")
def staff_template(make_database: Callable[[], str]) -> str:
    """Name of a database with the small state, which nobody is connected to."""
    return make_staff_template(make_database)


@pytest.fixture
def desk(copy_of: Callable[[str], str], staff_template: str) -> Iterator[Desk]:
    """On the small state, whose department has two offices and eleven district offices."""
    desk = Desk(copy_of(staff_template))
    yield desk
    desk.engine.dispose()
