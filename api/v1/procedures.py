"""`/v1/procedures`: what can be asked of the state, and the manual of each."""

from typing import Annotated, Literal, Self

from fastapi import APIRouter, BackgroundTasks, Path, Query, Request
from pydantic import BaseModel, Field, field_validator
from starlette.responses import JSONResponse

from api.database_session import AppFinder, AppSettings, DatabaseSession
from api.pages.rendering import site_url
from api.v1.agencies import AgencyShape
from api.v1.areas import AreaShape, area_shapes
from api.v1.labels import LabelShape
from api.v1.parameters import PlainText, plain_text, refused_as_parameter
from api.v1.shape import CODE, Shape, problems
from geo.finding.finder import Match
from geo.finding.reason import Reason
from geo.finding.unanswered import count_unanswered
from geo.manual import ManualContent
from geo.procedure_list import MAXIMUM_LIMIT, ProcedureName, ProcedureQuery, find_procedures
from geo.procedures import ProcedureDetail, find_procedure
from ingest.manuals.cpsv_ap import MEDIA_TYPE, cpsv_ap

router = APIRouter(tags=["procedures"])


class LinkedData(JSONResponse):
    media_type = MEDIA_TYPE


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
    areas: list[AreaShape] | None = Field(
        description="the only areas in which that must lie for the procedure to be had at all; null: anywhere"
    )
    online_url: str | None = Field(
        description="where it is done online, http or https; null where that is not known",
        examples=["https://www.bora.dopa.go.th"],
    )
    tags: dict[str, list[str]] = Field(description="Thai labels by kind: `category`, `user_group`, `free`")
    manual: ManualContent | None = Field(description="null when it has not been written yet")

    @classmethod
    def of_detail(cls, detail: ProcedureDetail) -> Self:
        rest = {
            "jurisdiction": detail.head.jurisdiction,
            "jurisdiction_of": detail.head.jurisdiction_of,
            "areas": area_shapes(detail.head.areas) or None,
            "online_url": detail.head.online_url,
            "tags": detail.tags,
            "manual": detail.manual,
        }
        return cls.model_validate(_named(detail.name) | rest)


class ReasonShape(Shape):
    """Why a procedure was found."""

    part: Literal["code", "title", "common_name", "tag", "manual"] = Field(description="what fits the question")
    how: Literal["letters", "spelling", "words", "meaning"] = Field(
        description="it has the same letters, nearly the same spelling, the same words, or much the same meaning"
    )
    text: str = Field(description="the name, or the sentence of the manual", examples=["บัตรหาย"])
    language: str = Field(examples=["th"])

    @classmethod
    def of(cls, reason: Reason) -> Self:
        return cls.model_validate(reason, from_attributes=True)


class FoundProcedureShape(ProcedureShape):
    """A procedure with what made it an answer."""

    match: ReasonShape | None = Field(description="why it was found; null in a list without a question")
    family: str | None = Field(
        description="a name that other results share: they are cases of one thing, to be chosen from",
        examples=["ทำบัตรประชาชน"],
    )

    @classmethod
    def of_match(cls, match: Match) -> Self:
        reason = ReasonShape.of(match.reason)
        return cls.model_validate(_named(match.procedure) | {"match": reason, "family": match.family})

    @classmethod
    def of_name(cls, name: ProcedureName) -> Self:
        return cls.model_validate(_named(name) | {"match": None, "family": None})


class ProcedureList(Shape):
    """To a question: the best answers first, none rather than beside the point. Without one: by the Thai title."""

    results: list[FoundProcedureShape]
    nearest_categories: list[LabelShape] = Field(
        description="where nothing was found: service categories to look through; otherwise empty"
    )


class ProcedureParameters(BaseModel):
    """What `GET /v1/procedures` understands."""

    q: PlainText = Field(
        default="",
        description="what somebody needs, in her own words, Thai or English; empty lists all",
        examples=["ทำบัตรหาย"],
    )
    category: PlainText | None = Field(default=None, description="only those with this service category (Thai label)")
    user_group: PlainText | None = Field(default=None, description="only those for this user group (Thai label)")
    agency: PlainText | None = Field(default=None, description="only those of the agency with this code, or below it")
    limit: int = Field(
        default=20, description="how many at most", json_schema_extra={"minimum": 1, "maximum": MAXIMUM_LIMIT}
    )

    @field_validator("q")
    @classmethod
    def _q(cls, q: str) -> str:
        with refused_as_parameter:
            return ProcedureQuery(text=q).text

    @field_validator("limit")
    @classmethod
    def _limit(cls, limit: int) -> int:
        with refused_as_parameter:
            return ProcedureQuery(limit=limit).limit


@router.get("/procedures", responses=problems(_422="A parameter is wrong.", _503="The search took too long."))
def list_procedures(  # noqa: PLR0913, PLR0917 - what FastAPI hands in
    parameters: Annotated[ProcedureParameters, Query()],
    request: Request,
    tasks: BackgroundTasks,
    session: DatabaseSession,
    settings: AppSettings,
    finder: AppFinder,
) -> ProcedureList:
    """Procedures that a question is about, or that have a label."""
    query = ProcedureQuery(
        text=parameters.q,
        limit=parameters.limit,
        category=parameters.category,
        user_group=parameters.user_group,
        agency=parameters.agency,
    )
    if not query.text.strip():
        names = find_procedures(session, query, timeout_ms=settings.search_timeout_ms)
        return ProcedureList(results=[FoundProcedureShape.of_name(name) for name in names], nearest_categories=[])
    found = finder.find(session, query, timeout_ms=settings.search_timeout_ms)
    if not found.matches and not query.has_filter:
        # afterwards: it needs a connection of its own, when this request has given its own back
        tasks.add_task(count_unanswered, request.app.state.engine, query.text)
    return ProcedureList(
        results=[FoundProcedureShape.of_match(match) for match in found.matches],
        nearest_categories=[LabelShape.of(label) for label in found.nearest_categories],
    )


@router.get(
    "/procedures/{code}.jsonld",
    response_class=LinkedData,
    responses={**problems(_404="No procedure has this code."), 200: {"content": {MEDIA_TYPE: {}}}},
)
def show_linked_data(
    request: Request, code: Annotated[str, Path(description=CODE)], session: DatabaseSession, settings: AppSettings
) -> LinkedData:
    """The same as linked data: CPSV-AP 3.2.0, the European vocabulary of public services, as JSON-LD."""
    return LinkedData(cpsv_ap(find_procedure(session, plain_text(code)), site_url(request, settings)))


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
