"""A few offices close, move or keep other hours for a time; what they offer knows it too."""

from sqlalchemy import Connection, text

from geo.opening_hours import check_opening_hours
from ingest.demo.disruptions import CAUSES, FIRST_DAY, LAST_DAY, disruptions
from ingest.demo.offices import Office
from ingest.demo_country import SEED


def test_few_are_disrupted_at_fixed_dates(offices: list[Office]) -> None:
    found = list(disruptions(SEED, offices))
    assert found == list(disruptions(SEED, offices))
    assert 0.002 < len(found) / len(offices) < 0.004
    assert len({disruption.office_code for disruption in found}) == len(found)
    assert all(FIRST_DAY <= disruption.start <= LAST_DAY for disruption in found)
    assert all(disruption.start < disruption.end for disruption in found)
    assert {disruption.start.year for disruption in found} == {2026, 2027, 2028}


def test_every_cause_has_hours_and_notes_in_both_languages() -> None:
    for cause in CAUSES.values():
        check_opening_hours(cause.expression)
        assert cause.note_en.isascii()
        assert not cause.note_th.isascii()


def test_offices_and_what_they_offer_have_them_as_exceptions(offices: list[Office], demo: Connection) -> None:
    expected = {(d.office_code, d.start, d.end, d.cause.note_th) for d in disruptions(SEED, offices)}
    rows = demo.execute(
        text(
            "SELECT s.code, lower(t.during), upper(t.during), t.note_th, h.exceptions -> 0 ->> 'note_th', "
            "(SELECT count(*) FROM offering o JOIN schedule k ON k.id = o.schedule_id "
            " WHERE o.service_point_id = s.id AND k.exceptions <> h.exceptions) "
            "FROM temporary_hours t JOIN service_point s ON s.id = t.service_point_id "
            "JOIN schedule h ON h.id = s.effective_schedule_id"
        )
    ).all()
    assert {tuple(row[:4]) for row in rows} == expected
    assert all(note == exception and disagreeing == 0 for *_, note, exception, disagreeing in rows)
