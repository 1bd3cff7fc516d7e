"""The table of service points as CSV or XLSX: exactly what is filtered, with every field, however many there are."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import StreamingResponse

from api.database_session import DatabaseSession
from api.staff.access import SignedIn, allowed
from api.staff.exported_table import AskedEnding, exported_table
from api.staff.service_points.service_points_page import Asked, table_query
from geo.staff.service_point_table import EXPORTED, stream_export

router = APIRouter()

Sees = Annotated[SignedIn, allowed("service_point.see")]

COLUMNS = [column.key for column in EXPORTED]


@router.get("/service-points.csv")
@router.get("/service-points.xlsx")
def export_points(session: DatabaseSession, who: Sees, form: Asked, ending: AskedEnding) -> StreamingResponse:
    rows = stream_export(session, who.actor, table_query(session, form))
    return exported_table("service-points", ending, COLUMNS, rows)
