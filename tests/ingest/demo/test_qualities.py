"""GECC levels, no-copy, access and languages: in believable shares, where they would be, and stored."""

from collections import Counter
from itertools import chain

from sqlalchemy import Connection, text

from ingest.demo.offices import Office


def share(offices: list[Office], kind: str, level: str) -> float:
    levels = Counter(office.qualities.gecc_level for office in offices if office.kind == kind)
    return levels[level] / levels.total()


def test_about_an_eighth_has_a_gecc_level(offices: list[Office]) -> None:
    levels = Counter(office.qualities.gecc_level for office in offices)
    assert 0.06 < levels["basic"] / len(offices) < 0.10
    assert 0.02 < levels["intermediate"] / len(offices) < 0.04
    assert 0.005 < levels["advanced"] / len(offices) < 0.02
    assert share(offices, "district_office", "basic") > 2 * share(offices, "health_station", "basic")


def test_district_and_transport_offices_need_no_copies(offices: list[Office]) -> None:
    for kind in ("district_office", "transport_office"):
        answers = [office.qualities.no_copy for office in offices if office.kind == kind]
        assert 0.8 < sum(answers) / len(answers) < 1


def test_of_some_nobody_knows_whether_they_are_accessible(offices: list[Office]) -> None:
    known = Counter(office.qualities.accessible for office in offices)
    assert all(known[answer] / len(offices) > 0.1 for answer in (True, False, None))


def test_languages_are_spoken_where_foreigners_come(offices: list[Office]) -> None:
    immigration = [office for office in offices if office.kind == "immigration_office"]
    assert all("en" in office.qualities.languages for office in immigration)
    spoken = Counter(chain.from_iterable(office.qualities.languages for office in offices))
    assert {"en", "zh", "my", "lo", "km", "ms"} == set(spoken)
    malay = {o.subdistrict_code[:2] for o in offices if "ms" in o.qualities.languages}
    assert malay <= {"90", "91", "94", "95", "96"}


def test_they_are_stored_as_they_were_drawn(offices: list[Office], demo: Connection) -> None:
    rows = demo.execute(text("SELECT code, gecc_level, no_copy, accessible, languages FROM service_point")).all()
    stored = {code: (gecc, no_copy, accessible, tuple(spoken)) for code, gecc, no_copy, accessible, spoken in rows}
    drawn = {office.code: office.qualities for office in offices}
    assert stored == {c: (q.gecc_level, q.no_copy, q.accessible, q.languages) for c, q in drawn.items()}
