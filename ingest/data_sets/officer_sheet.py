"""The sheet an officer takes home: what is hers, codes as text, lists to choose from; and rows to correct."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo.models import AGENCY_LEVELS, GECC_LEVELS
from geo.staff.actor import Reach
from geo.words import N_, translate
from ingest.data_sets.find_rows import RefusedRow
from ingest.data_sets.set_kind import SetKind
from ingest.data_sets.sheet_columns import sheet_title
from ingest.files.write_xlsx import SheetColumn, write_xlsx
from ingest.statements import statements

_SQL = statements(__file__)
_AT_ONCE = 2_000

_HINTS: Mapping[str, str] = {
    "code": N_("Leave codes as they are: they say which record a row is. A new row needs a code of its own, as text."),
    "agency_code": N_("13 digits, as text."),
    "lat": N_("Latitude in decimal degrees, such as 13.7563. Empty, with the longitude: not pinned."),
    "lon": N_("Longitude in decimal degrees, such as 100.5018."),
    "subdistrict_code": N_("The six digits of the subdistrict."),
    "opening_hours": N_("As OpenStreetMap writes them: Mo-Fr 08:30-16:30; PH off"),
    "phone": N_("Several with commas between."),
    "languages": N_("Two letters each, such as en zh my."),
    "areas_served": N_(
        "Codes of provinces, districts or subdistricts with spaces between, where they are not the usual ones."
    ),
    "gecc_level": N_("Choose from the list."),
    "no_copy": N_("Choose from the list."),
    "accessible": N_("Choose from the list. Empty: not known."),
    "level": N_("Choose from the list."),
}

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "gecc_level": GECC_LEVELS,
    "no_copy": ("yes", "no"),
    "accessible": ("yes", "no"),
    "level": AGENCY_LEVELS,
}

_WIDE = ("name_th", "name_en", "address_th", "opening_hours", "hours_note", "note_th", "reason")


def write_officer_sheet(  # noqa: PLR0913, PLR0917
    session: Session, stream: IO[bytes], set_kind: SetKind, reach: Reach, agency_id: int | None, language: str
) -> int:
    """What whoever has this reach may change, in the order of codes; returns how many rows."""
    count = 0

    def rows() -> Iterator[Sequence[object]]:
        nonlocal count
        places = {
            "everywhere": reach.everywhere,
            "agencies": list(reach.agency_ids),
            "agency": agency_id,
        }
        found = session.execute(text(_SQL[set_kind.record]), places, execution_options={"yield_per": _AT_ONCE})
        for row in found:
            count += 1
            yield [_cell(value) for value in row]

    write_xlsx(stream, _titles(set_kind.kind.columns), rows(), look=_look(set_kind.kind.columns, language))
    return count


def write_corrections(stream: IO[bytes], set_kind: SetKind, refused: Iterable[RefusedRow], language: str) -> None:
    """The refused rows with their reasons before them, to be put right and uploaded as they are."""
    columns = ("row", "reason", *set_kind.kind.columns)

    def rows() -> Iterator[Sequence[object]]:
        for one in refused:
            reason = " ".join(sentence.render(language) for sentence in one.sentences)
            original = _with_position(one.original)
            yield [one.number, reason, *(_cell(original.get(column)) for column in columns[2:])]

    write_xlsx(stream, _titles(columns), rows(), look=_look(columns, language))


def _with_position(original: Mapping[str, object]) -> Mapping[str, object]:
    """Of GeoJSON, whose points are no columns of a sheet."""
    match original.get("geometry"):
        case {"type": "Point", "coordinates": [lon, lat, *_]}:
            return {**original, "lat": lat, "lon": lon}
    return original


def _titles(columns: Sequence[str]) -> list[str]:
    return [sheet_title(column) for column in columns]


def _look(columns: Sequence[str], language: str) -> list[SheetColumn]:
    return [
        SheetColumn(
            width=60 if column == "reason" else 36 if column in _WIDE else 18,
            hint=translate(_HINTS[column], language) if column in _HINTS else "",
            choices=_CHOICES.get(column, ()),
            is_number=column in ("lat", "lon"),
        )
        for column in columns
    ]


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
