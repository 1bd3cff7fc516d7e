"""The pin audit's findings as files, exactly those that are filtered; and on a map, counted."""

from typing import Annotated

import orjson
from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from api.database_session import AppSettings, DatabaseSession
from api.staff.access import SignedIn, allowed
from api.staff.exported_table import AskedEnding, exported_table
from api.staff.pins.pin_audit_page import Asked, work_query
from api.v1.map_view import cluster_json
from api.v1.parameters import PlainText
from geo.map_view import MapQuery, find_clusters, parse_box
from geo.pins.audit_record import COLUMNS, audit_record
from geo.staff.pins.work import points_with_work, stream_work

router = APIRouter()

Sees = Annotated[SignedIn, allowed("pin_audit.see")]


@router.get("/pin-audit.csv")
@router.get("/pin-audit.xlsx")
@router.get("/pin-audit.geojson")
def export_findings(session: DatabaseSession, who: Sees, form: Asked, ending: AskedEnding) -> StreamingResponse:
    found = stream_work(session, who.actor, work_query(session, form))
    return exported_table("pin-audit", ending, COLUMNS, map(audit_record, found))


@router.get("/pin-audit/map.json")
def show_map(  # noqa: PLR0913, PLR0917 - what is filtered, and what is seen
    session: DatabaseSession, settings: AppSettings, who: Sees, form: Asked, bbox: PlainText = "", zoom: int = 6
) -> Response:
    """As `/v1/map` answers: the service points about which something was found."""
    query = MapQuery(box=parse_box(bbox), zoom=zoom)
    among = points_with_work(who.actor, work_query(session, form))
    clusters = find_clusters(session, query, among=among, timeout_ms=settings.search_timeout_ms)
    body = {"total": sum(one.count for one in clusters), "clusters": [cluster_json(one) for one in clusters]}
    return Response(orjson.dumps(body), media_type="application/json")
