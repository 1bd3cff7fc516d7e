"""What is exported is read back as the same; into an empty database and out again it is the same file."""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.orm import Session

from geo.clean_text import clean_text
from ingest.export import EXPORTS, write_export
from ingest.files.read_file import read_file
from ingest.files.write_csv import write_csv
from ingest.files.write_jsonl import write_jsonl
from ingest.files.write_xlsx import write_xlsx
from ingest.load import KINDS, load_file, load_rows, load_table
from ingest.row import FileRefused
from tests.ingest.kinds.test_boundaries import BOW_TIE, SQUARE, outline
from tests.ingest.kinds.test_procedures import PASSPORT
from tests.ingest.written_files import AGENCY, PROCEDURE, counts, load, point, prepare, prepared_engine, stored

NASTY = [
    "=1+1",
    "+66 2",
    "-1",
    "@cmd",
    "_x0041_",
    'a"b,c;d',
    "<&>'",
    "None",
    "1e5",
    "007",
    "😀",
    "TRUE",
    "2020-01-01",
    "'",
]

PROCEDURES: list[dict[str, object]] = [
    {"code": "P2", "title_th": "=1+1", "agency_code": AGENCY, "kind": "permit", "areas": ["50", "1001", "2008"]},
    {"code": "P3", "title_th": "ก", "agency_code": AGENCY, "online_url": "https://a.th/?q=ก&b='\"", "shown": False},
    {"code": "A1", "title_th": "ข", "agency_code": AGENCY, "merged_into": "P2", "jurisdiction_of": "land"},
]
"""With what staff keep of them; one has become part of a later one."""

ALL = [(name, suffix) for name, export in EXPORTS.items() for suffix in export.formats]


def fill(target: Session | Connection) -> None:
    """Some of everything, with text that file formats trip over."""
    prepare(target)
    load_rows(
        target,
        "agencies",
        [
            {
                "code": "0.1",
                "parent_code": AGENCY,
                "level": "agency",
                "name_th": "ก",
                "name_en": "=A1",
                "type": "division",
                "subtype": "central_in_regions",
                "category": "health",
                "areas_served": "2008 10",
            }
        ],
    )
    everything = dict.fromkeys(("type", "address_th", "phone", "hours_note"), "")
    points = [
        point(code=f"{number:05}", name_th=text, **dict.fromkeys(everything, text), lat=13.1 + number / 7, lon=100.1)
        for number, text in enumerate(NASTY)
    ]
    full = {"opening_hours": "24/7", "email": "a@b.th", "postcode": "10200", "subdistrict_code": "100101"}
    full |= {"gecc_level": "basic", "no_copy": "yes", "accessible": "no", "languages": "zh en", "areas_served": "2008"}
    load_rows(target, "service-points", [*points, point(code="unpinned"), point(code="full", **full)])
    load_rows(target, "procedures", [PASSPORT, *PROCEDURES])
    offerings = [{"service_point_code": row["code"], "procedure_code": PROCEDURE} for row in points]
    load_rows(target, "offerings", offerings)
    load_rows(
        target,
        "boundaries",
        [outline(), outline("1001", BOW_TIE), outline("20", [[[p[0] / 3, p[1]] for p in SQUARE[0]]])],
    )


@pytest.mark.parametrize(("name", "suffix"), ALL)
def test_what_is_exported_reads_back_unchanged(session: Session, tmp_path: Path, name: str, suffix: str) -> None:
    fill(session)
    path = tmp_path / f"export{suffix}"
    count = write_export(session.connection(), EXPORTS[name], path)
    report = load(session, name, path)
    assert counts(report) == (0, 0, count, 0)
    assert count > 1
    assert [str(note.sentence) for note in report.notes] == []


def test_out_in_and_out_again_is_the_same_to_the_byte(fresh_database: str, make_other: Engine, tmp_path: Path) -> None:
    engine = create_engine(fresh_database)
    with engine.begin() as connection:
        fill(connection)
    for name, suffix in ALL:
        with engine.connect() as connection:
            write_export(connection, EXPORTS[name], tmp_path / f"{name}{suffix}")
        load_file(make_other, KINDS[name], tmp_path / f"{name}{suffix}")
        with make_other.connect() as connection:
            write_export(connection, EXPORTS[name], tmp_path / f"again{suffix}")
        assert (tmp_path / f"again{suffix}").read_bytes() == (tmp_path / f"{name}{suffix}").read_bytes(), name
    engine.dispose()


@pytest.fixture
def make_other(make_database: object) -> Engine:
    """A second, empty database."""
    assert callable(make_database)
    return create_engine(make_database())


def test_offerings_have_columns_of_their_own_only_where_some_do(session: Session, tmp_path: Path) -> None:
    fill(session)
    path = tmp_path / "offerings.csv"
    write_export(session.connection(), EXPORTS["offerings"], path)
    assert path.read_text(encoding="utf-8").splitlines()[0] == "service_point_code,procedure_code"
    own = {"service_point_code": "00000", "procedure_code": PROCEDURE, "note_th": "ชั้น 2"}
    load_rows(session, "offerings", [own])
    write_export(session.connection(), EXPORTS["offerings"], path)
    assert path.read_text(encoding="utf-8").splitlines()[0] == "service_point_code,procedure_code,opening_hours,note_th"
    assert load(session, "offerings", path).changed == 0


def test_text_in_a_spreadsheet_is_never_a_formula(session: Session, tmp_path: Path) -> None:
    fill(session)
    write_export(session.connection(), EXPORTS["service-points"], tmp_path / "points.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "points.xlsx").worksheets[0]
    columns = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        kinds = {column: cell.data_type for column, cell in zip(columns, row, strict=True) if cell.value is not None}
        assert {kinds.pop("lat", "n"), kinds.pop("lon", "n")} == {"n"}
        assert set(kinds.values()) == {"s"}


def test_an_export_that_fails_leaves_the_file_that_was_there(session: Session, tmp_path: Path) -> None:
    fill(session)
    path = tmp_path / "points.csv"
    path.write_text("before", encoding="utf-8")
    stored(session, "SELECT 1")
    with pytest.raises(FileRefused, match=r"points.txt cannot be written: its name must end in one of .csv"):
        write_export(session.connection(), EXPORTS["service-points"], tmp_path / "points.txt")
    with pytest.raises(FileRefused, match="No such file or directory"):
        write_export(session.connection(), EXPORTS["service-points"], tmp_path / "nowhere" / "points.csv")
    assert path.read_text(encoding="utf-8") == "before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["points.csv"]


def test_gz_after_the_name_compresses(session: Session, tmp_path: Path) -> None:
    fill(session)
    write_export(session.connection(), EXPORTS["agencies"], tmp_path / "a.csv.gz")
    write_export(session.connection(), EXPORTS["agencies"], tmp_path / "a.csv")
    assert gzip.decompress((tmp_path / "a.csv.gz").read_bytes()) == (tmp_path / "a.csv").read_bytes()


def test_the_procedures_of_the_demo_country_come_back_as_they_were(
    made: Engine, make_other: Engine, tmp_path: Path
) -> None:
    """Some of them with all that staff may keep of them."""
    change = text("""
        UPDATE procedure SET kind = 'permit', areas = '{50,1001}', online_url = 'https://example.go.th/ก'
        WHERE id % 3 = 0;
        UPDATE procedure SET shown = false, merged_into_id = CASE WHEN id % 2 = 0 THEN id + 1 END
        WHERE id % 5 = 0;
    """)
    with made.connect() as connection:
        connection.execute(change)
        count = write_export(connection, EXPORTS["procedures"], tmp_path / "procedures.jsonl")
        write_export(connection, EXPORTS["agencies"], tmp_path / "agencies.jsonl")
        connection.rollback()
    assert count > 150
    load_file(make_other, KINDS["agencies"], tmp_path / "agencies.jsonl")
    assert counts(load_file(make_other, KINDS["procedures"], tmp_path / "procedures.jsonl")) == (count, 0, 0, 0)
    with make_other.connect() as connection:
        write_export(connection, EXPORTS["procedures"], tmp_path / "again.jsonl")
        merged = stored(connection, "SELECT count(*) FROM procedure WHERE merged_into_id IS NOT NULL")
    assert merged[0][0] != 0
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "procedures.jsonl").read_bytes()
    assert counts(load_file(make_other, KINDS["procedures"], tmp_path / "again.jsonl")) == (0, 0, count, 0)


@pytest.fixture(scope="module")
def with_an_agency(make_database: Callable[[], str]) -> Iterator[Engine]:
    engine = prepared_engine(make_database())
    yield engine
    engine.dispose()


texts = st.one_of(st.sampled_from(NASTY), st.text(alphabet=st.characters(exclude_categories=["Cs"]))).map(
    lambda text: clean_text(text.replace("\x00", ""))
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(texts.filter(bool), texts, texts), min_size=1, max_size=5))
def test_any_clean_text_survives_every_format(tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    columns = ("code", "name_th", "phone")
    for suffix, write in ((".csv", write_csv), (".xlsx", write_xlsx), (".jsonl", write_jsonl)):
        path = tmp_path / f"text{suffix}"
        with path.open("wb") as stream:
            write(stream, columns, rows)
        with read_file(path, KINDS["service-points"].formats) as table:
            assert [tuple(row.values.values()) for row in table.rows] == rows, suffix


def test_yes_no_and_lists_are_native_in_json_and_words_in_sheets(session: Session, tmp_path: Path) -> None:
    fill(session)
    for suffix in (".csv", ".jsonl"):
        write_export(session.connection(), EXPORTS["service-points"], tmp_path / f"points{suffix}")
    last = (tmp_path / "points.csv").read_text(encoding="utf-8").splitlines()[-2]
    assert last.endswith("basic,true,false,zh en,2008")
    full = orjson.loads((tmp_path / "points.jsonl").read_bytes().splitlines()[-2])
    assert (full["no_copy"], full["accessible"], full["languages"]) == (True, False, ["zh", "en"])
    assert full["areas_served"] == ["2008"]


codes = st.text(st.sampled_from("ABCab12._-"), min_size=1, max_size=4)
odd_procedures = st.fixed_dictionaries(
    {"code": codes, "title_th": texts.filter(bool)},
    optional={
        "title_en": texts,
        "kind": st.sampled_from(["permit", "other", "", None]),
        "areas": st.lists(st.sampled_from(["50", "1001", "100101", "๒๐๐๘"]), max_size=4),
        "online_url": st.sampled_from(["", None, "a.th", "http://a.b/'\"<&>?=1+1", "https://ก.ไทย/ข"]),
        "shown": st.sampled_from([True, False, "no", "ใช่", None]),
        "merged_into": st.one_of(st.none(), codes),
        "jurisdiction": st.sampled_from(["province", "anywhere", ""]),
        "jurisdiction_of": st.sampled_from(["land", "home", None]),
        "common_names_th": st.lists(texts, max_size=3),
        "tags": st.fixed_dictionaries({}, optional={"free": st.lists(texts, max_size=3)}),
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(odd_procedures, max_size=8))
def test_whatever_is_taken_of_procedures_comes_back(
    with_an_agency: Engine, tmp_path: Path, rows: list[dict[str, object]]
) -> None:
    """What is refused is refused whole; the rest goes out, into a database without it, and out again the same."""
    given_rows = [{**one, "agency_code": AGENCY} for one in rows]
    first, again = tmp_path / "first.jsonl", tmp_path / "again.jsonl"
    with with_an_agency.connect() as connection:
        report = load_rows(connection, "procedures", given_rows)
        count = write_export(connection, EXPORTS["procedures"], first)
        assert count == report.added + 1
        assert report.accepted + report.refused_rows == len(rows)
        connection.rollback()
    with with_an_agency.connect() as connection, read_file(first, KINDS["procedures"].formats) as table:
        assert counts(load_table(connection, KINDS["procedures"], table)) == (report.added, 0, 1, 0)
        write_export(connection, EXPORTS["procedures"], again)
        connection.rollback()
    assert again.read_bytes() == first.read_bytes()
