"""Outlines of provinces, districts and subdistricts from GeoJSON, onto the areas that are already known."""

from collections.abc import Iterable, Iterator

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry

from geo.thai_digits import in_arabic_digits
from geo.words import N_, Sentence
from ingest.kinds.check_row import RowCheck, twice
from ingest.kinds.kind import Db, Kind, Merged, Staged
from ingest.report import Log
from ingest.row import Row
from ingest.statements import statements

_SQL = statements(__file__)
_CODE_COLUMNS = ("code", "adm3_pcode", "adm2_pcode", "adm1_pcode")
"""The finest P-code names the area: a subdistrict's feature also has those of its district and province."""

_NAMES = frozenset({"level", "name_th", "name_en", "adm1_th", "adm1_en", "adm2_th", "adm2_en", "adm3_th", "adm3_en"})


def _check(db: Db, rows: Iterable[Row], log: Log) -> Iterator[Staged]:
    known: set[str] = {code for (code,) in db.execute("SELECT code FROM area").fetchall()}
    first_rows: dict[str, int] = {}
    for row in rows:
        check = RowCheck(row, log)
        column, code = _area_code(check, row)
        if code is not None and code not in known:
            message = N_("No province, district or subdistrict has the code '{code}'.")
            check.fault(column, Sentence(message, {"code": code}))
        elif code is not None and first_rows.setdefault(code, row.number) != row.number:
            check.fault(column, twice(code, first_rows[code]))
        outline = _outline(check, row.values.get("geometry"), code)
        if check.ok and outline is not None:
            yield row.number, code, shapely.to_wkb(shapely.set_srid(outline, 4326), hex=True, include_srid=True)


def _area_code(check: RowCheck, row: Row) -> tuple[str, str | None]:
    """The column that names the area, and DOPA's code from it, with or without `TH` before it."""
    column = next((name for name in _CODE_COLUMNS if row.values.get(name)), "code")
    text = check.text(column, required=True)
    return column, text and in_arabic_digits(text).upper().removeprefix("TH")


def _outline(check: RowCheck, geometry: object, code: str | None) -> MultiPolygon | None:
    found = _polygons(geometry)
    if found is None:
        message = N_("The geometry of an area must be a polygon or several, as in GeoJSON.")
        check.fault("geometry", Sentence(message))
        return None
    if not found.is_valid:
        found = _as_multi(shapely.make_valid(found))
        # make_valid also leaves the lines and points that polygons collapse to
        if found.is_empty:
            check.fault("geometry", Sentence(N_("The outline of this area encloses nothing.")))
            return None
        if check.ok:
            message = N_("The outline of {code} crossed itself and was repaired.")
            check.note("geometry", Sentence(message, {"code": code}))
    west, south, east, north = found.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        message = N_("The outline leaves the earth: coordinates must be degrees of longitude and latitude (WGS84).")
        check.fault("geometry", Sentence(message))
        return None
    return found


def _polygons(geometry: object) -> MultiPolygon | None:
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return None
    try:
        found = shapely.force_2d(shape(geometry))
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None  # whatever shapely makes of numbers that are none, rings that are too short
    return None if found.is_empty else _as_multi(found)


def _as_multi(geometry: BaseGeometry) -> MultiPolygon:
    """All polygons of a geometry, its lines and points left out."""
    parts = shapely.get_parts(shapely.get_parts([geometry]))
    polygons = [part for part in parts if isinstance(part, Polygon) and not part.is_empty]
    polygons += [inner for part in parts if isinstance(part, MultiPolygon) for inner in part.geoms]
    return MultiPolygon(polygons)


def _merge(db: Db) -> Merged:
    added, changed = db.execute(_SQL["change"]).fetchone() or (0, 0)
    return Merged(added, changed)


BOUNDARIES = Kind(
    name="boundaries",
    required=(),
    optional=("geometry", *_CODE_COLUMNS),
    formats=("GeoJSON",),
    ignored=_NAMES.__contains__,
    check=_check,
    merge=_merge,
    stage=_SQL["stage"],
)
