"""The agencies as CSV or XLSX: exactly what is filtered, in columns that can be loaded again."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import StreamingResponse

from api.database_session import DatabaseSession
from api.staff.access import SignedIn, allowed
from api.staff.agencies.agency_filters import Asked, tree_query
from api.staff.exported_table import AskedEnding, exported_table
from geo.staff.agency_tree import EXPORTED, stream_agency_export

router = APIRouter()

Sees = Annotated[SignedIn, allowed("agency.see")]

COLUMNS = [column.key for column in EXPORTED]


@router.get("/agencies.csv")
@router.get("/agencies.xlsx")
def export_agencies(session: DatabaseSession, who: Sees, filters: Asked, ending: AskedEnding) -> StreamingResponse:
    rows = stream_agency_export(session, who.actor, tree_query(filters))
    return exported_table("agencies", ending, COLUMNS, rows)
