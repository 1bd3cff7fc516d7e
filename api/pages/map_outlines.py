"""What a map without tiles shows: the outlines and names of areas, small enough for a phone."""

import json
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.database_session import DatabaseSession
from geo.models import Area

router = APIRouter()

SIMPLIFIED_DEGREES = 0.005
"""About half a kilometre: what is left is drawn thinner than a line on a map of a province."""

DECIMALS = 3


@router.get("/map/outlines.json")
def show_outlines(request: Request, session: DatabaseSession) -> Response:
    """Provinces as GeoJSON where their outlines are loaded, and names of provinces and districts where centres are."""
    body = {"outlines": _find_outlines(session), "places": _find_places(session)}
    return Response(
        json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        media_type="application/json",
        headers={"Cache-Control": "public, max-age=3600"},
    )


def _find_outlines(session: Session) -> dict[str, Any]:
    shape = func.ST_AsGeoJSON(func.ST_SimplifyPreserveTopology(Area.boundary, SIMPLIFIED_DEGREES), DECIMALS)
    statement = (
        select(Area.code, shape)
        .where(Area.level == "province", Area.boundary.is_not(None), Area.abolished_on.is_(None))
        .order_by(Area.code)
    )
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": json.loads(geometry)}
        for code, geometry in session.execute(statement)
    ]
    return {"type": "FeatureCollection", "features": features}


def _find_places(session: Session) -> list[dict[str, Any]]:
    """Provinces before districts, so that where names collide the bigger area keeps its own."""
    place = func.coalesce(Area.centre, func.ST_PointOnSurface(Area.boundary))
    statement = (
        select(Area.level, Area.name_th, func.coalesce(Area.name_en, Area.name_th), func.ST_X(place), func.ST_Y(place))
        .where(Area.level.in_(("province", "district")), place.is_not(None), Area.abolished_on.is_(None))
        .order_by(func.length(Area.code), Area.code)
    )
    return [
        {"level": level, "th": thai, "en": english, "lon": round(lon, DECIMALS), "lat": round(lat, DECIMALS)}
        for level, thai, english, lon, lat in session.execute(statement)
    ]
