"""Service points from files, with their pins and hours."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from geo.coordinates import LonLat
from geo.errors import PakmudError
from geo.opening_hours import check_opening_hours
from geo.thai_digits import in_arabic_digits
from geo.words import N_, Sentence
from ingest.kinds.areas_served import Areas, ServedMerge
from ingest.kinds.check_row import INDEXED_TEXT_LIMIT, Codes, RowCheck, given
from ingest.kinds.kind import Db, Kind, Merged, Staged
from ingest.kinds.point_qualities import QUALITIES, check_qualities
from ingest.kinds.subdistricts import Subdistricts
from ingest.report import Log
from ingest.row import Row
from ingest.statements import statements

_SQL = statements(__file__)
_OPTIONAL = (
    "name_en",
    "type",
    "address_th",
    "subdistrict_code",
    "postcode",
    "lat",
    "lon",
    "phone",
    "email",
    "opening_hours",
    "hours_note",
    *QUALITIES,
    "areas_served",
)
_POSTCODE = re.compile(r"[0-9]{5}")
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+")


def _check(db: Db, rows: Iterable[Row], log: Log) -> Iterator[Staged]:
    agencies: dict[str, int] = dict(db.execute("SELECT code, id FROM agency").fetchall())
    subdistricts, areas = Subdistricts(db), Areas(db)
    codes = Codes()
    good_hours: set[str] = set()
    for feature in rows:
        row = _with_pin(feature)
        check = RowCheck(row, log)
        code = check.code("code")
        codes.check(check, row, code)
        agency_id = _agency(check, agencies)
        names = (check.text("name_th", required=True), check.text("name_en"), check.text("type"))
        place = (check.text("address_th"), subdistricts.check(check, "subdistrict_code"), _postcode(check))
        pin = _pin(check)
        contact = (_phone(check), _email(check))
        hours = (_opening_hours(check, good_hours), check.text("hours_note"))
        more = (*check_qualities(check), areas.check(check))
        if check.ok:
            yield (row.number, code, agency_id, *names, *place, *pin, *contact, *hours, *more, given(row, _OPTIONAL))


def _with_pin(row: Row) -> Row:
    """A GeoJSON point as lat and lon; no geometry, as in a feature without a place, means not pinned."""
    if "geometry" not in row.values:
        return row
    values = {name: value for name, value in row.values.items() if name != "geometry"}
    geometry = row.values["geometry"]
    match geometry:
        case None:
            pin: dict[str, object] = {"lat": None, "lon": None}
        case {"type": "Point", "coordinates": [float() | int() as lon, float() | int() as lat, *_]}:
            pin = {"lat": lat, "lon": lon}
        case _:
            sentence = Sentence(N_("The geometry of a service point must be one point, as [longitude, latitude]."))
            return replace(row, values=values, problem=row.problem or sentence)
    return replace(row, values=values | pin)


def _agency(check: RowCheck, agencies: Mapping[str, int]) -> int | None:
    return check.known("agency_code", check.code("agency_code"), agencies, N_("No agency has the code '{code}'."))


def _pin(check: RowCheck) -> tuple[float | None, float | None]:
    """Longitude and latitude, both or neither."""
    blank = [column for column in ("lat", "lon") if check.blank(column)]
    lat, lon = check.number("lat"), check.number("lon")
    if len(blank) == 1:
        message = N_("{column} is missing: a pin needs both lat and lon, or neither.")
        check.fault(blank[0], Sentence(message, {"column": blank[0]}))
    elif lat is not None and lon is not None:
        try:
            LonLat(lon=lon, lat=lat)
        except PakmudError as error:
            check.fault(error.field, error.sentence)
    return lon, lat


def _postcode(check: RowCheck) -> str | None:
    text = check.text("postcode")
    if text is None or _POSTCODE.fullmatch(in_arabic_digits(text)):
        return text and in_arabic_digits(text)
    message = N_("postcode is '{value}', but a postcode has five digits.")
    check.fault("postcode", Sentence(message, {"value": text}))
    return None


def _phone(check: RowCheck) -> str | None:
    text = check.text("phone")
    return text and in_arabic_digits(text)


def _email(check: RowCheck) -> str | None:
    text = check.text("email")
    if text is not None and not _EMAIL.fullmatch(text):
        message = N_("email is '{value}', which is not an address like name@example.go.th.")
        check.fault("email", Sentence(message, {"value": text}))
    return text


def _opening_hours(check: RowCheck, good: set[str]) -> str | None:
    """`good` grows by the expressions that were found right: a country has few."""
    text = check.text("opening_hours", limit=INDEXED_TEXT_LIMIT)
    if text is not None and text not in good:
        try:
            check_opening_hours(text)
            good.add(text)
        except PakmudError as error:
            check.fault("opening_hours", error.sentence)
    return text


def _merge(db: Db) -> Merged:
    db.execute(_SQL["analyze"])
    db.execute(_SQL["schedules"])
    served = ServedMerge(db, "service_point")
    changed = db.execute(_SQL["change"]).rowcount
    added = db.execute(_SQL["add"]).rowcount
    served.finish()
    return Merged(added, changed)


SERVICE_POINTS = Kind(
    name="service-points",
    required=("code", "agency_code", "name_th"),
    optional=_OPTIONAL,
    formats=("CSV", "XLSX", "GeoJSON", "JSON Lines"),
    ignored=lambda column: column == "geometry",
    check=_check,
    merge=_merge,
    stage=_SQL["stage"],
)
