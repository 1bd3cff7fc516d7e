"""`/v1/procedures`: what can be asked of the state, and the manual of each."""

from typing import Annotated, Self

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field, field_validator

from api.database_session import AppSettings, DatabaseSession
from api.v1.agencies import AgencyShape
from api.v1.parameters import PlainText, plain_text, refused_as_parameter
from api.v1.shape import CODE, Shape, problems
from geo.manual import ManualContent
from geo.procedures import (
    MAXIMUM_LIMIT,
    ProcedureDetail,
    ProcedureName,
    ProcedureQuery,
    find_procedure,
    find_procedures,
)

router = APIRouter(tags=["procedures"])


class ProcedureShape(Shape):
    """A procedure as it stands in a list."""

    code: str = Field(description=CODE, examples=["0150410000001"])
    title_th: str = Field(examples=["การขอมีบัตรประจำตัวประชาชนครั้งแรก"])
    title_en: str | None = Field(examples=["First national ID card"])
    agency: AgencyShape = Field(description="the department that owns the procedure")
    common_names_th: list[str] = Field(description="what people call it", examples=[["ทำบัตรประชาชน"]])
    common_names_en: list[str] = Field(examples=[["first ID card"]])

    @classmethod
    def of(cls, name: ProcedureName) -> Self:
        return cls.model_validate(_named(name))


class ProcedureDetailShape(ProcedureShape):
    """A procedure with its manual."""

    jurisdiction: str = Field(
        description="where one must go: `anywhere`, or the office of one's `province`, `district` or `subdistrict`"
    )
    jurisdiction_of: str = Field(description="whose place counts: of the `home`, `land`, `building` or `business`")
    tags: dict[str, list[str]] = Field(description="Thai labels by kind: `category`, `user_group`, `free`")
    manual: ManualContent | None = Field(description="null when it has not been written yet")

    @classmethod
    def of_detail(cls, detail: ProcedureDetail) -> Self:
        rest = {
            "jurisdiction": detail.head.jurisdiction,
            "jurisdiction_of": detail.head.jurisdiction_of,
            "tags": detail.tags,
            "manual": detail.manual,
        }
        return cls.model_validate(_named(detail.name) | rest)


class ProcedureList(Shape):
    """Names that equal what was typed come first, then those that begin with it."""

    results: list[ProcedureShape]


class ProcedureParameters(BaseModel):
    """What `GET /v1/procedures` understands."""

    q: PlainText = Field(
        default="", description="a part of a title or common name; empty lists all", examples=["บัตรประชาชน"]
    )
    limit: int = Field(
        default=20, description="how many at most", json_schema_extra={"minimum": 1, "maximum": MAXIMUM_LIMIT}
    )

    @field_validator("q")
    @classmethod
    def _q(cls, q: str) -> str:
        with refused_as_parameter():
            return ProcedureQuery(text=q).text

    @field_validator("limit")
    @classmethod
    def _limit(cls, limit: int) -> int:
        with refused_as_parameter():
            return ProcedureQuery(limit=limit).limit


@router.get("/procedures", responses=problems(_422="A parameter is wrong.", _503="The search took too long."))
def list_procedures(
    parameters: Annotated[ProcedureParameters, Query()], session: DatabaseSession, settings: AppSettings
) -> ProcedureList:
    """Procedures whose title or common name contains a text."""
    query = ProcedureQuery(text=parameters.q, limit=parameters.limit)
    found = find_procedures(session, query, timeout_ms=settings.search_timeout_ms)
    return ProcedureList(results=[ProcedureShape.of(name) for name in found])


@router.get("/procedures/{code}", responses=problems(_404="No procedure has this code."))
def show_procedure(code: Annotated[str, Path(description=CODE)], session: DatabaseSession) -> ProcedureDetailShape:
    """One procedure with its manual: conditions, documents, fees, steps, and where to complain."""
    return ProcedureDetailShape.of_detail(find_procedure(session, plain_text(code)))


def _named(name: ProcedureName) -> dict[str, object]:
    agency = AgencyShape(code=name.agency_code, name_th=name.agency_name_th, name_en=name.agency_name_en)
    return {
        "code": name.code,
        "title_th": name.title_th,
        "title_en": name.title_en,
        "agency": agency,
        "common_names_th": name.common_names_th,
        "common_names_en": name.common_names_en,
    }
