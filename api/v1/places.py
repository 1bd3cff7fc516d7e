"""`/v1/places`: where is that, and what is here?"""

from typing import Annotated, Literal, Self

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, field_validator

from api.database_session import AppSettings, DatabaseSession
from api.v1.areas import AreaShape
from api.v1.parameters import PlainText, refused_as_parameter
from api.v1.position import PositionParameters
from api.v1.shape import Shape, problems
from geo.coordinate_forms.parse_position import parse_position
from geo.places.find_places import MAXIMUM_LIMIT, PlaceQuery, find_places
from geo.places.place_at import PlaceAt, find_place_at
from geo.places.place_hit import Abolished, Kind, Match, PlaceHit

router = APIRouter(tags=["places"])


class PlacesParameters(BaseModel):
    """What `GET /v1/places` understands."""

    q: PlainText = Field(
        description="names of a place and of what it lies in, Thai or English; a postcode; a service point's name or "
        "code; or a position in any form: degrees, UTM, MGRS, Plus Code, `geo:` URI, a link of a map",
        examples=["ศรีราชา ชลบุรี"],
    )
    near: PlainText | None = Field(
        default=None,
        description="a position, in any form: places of the same name are in the order of their distance from it",
        examples=["13.1492,100.8085"],
    )
    limit: int = Field(
        default=10, description="how many at most", json_schema_extra={"minimum": 1, "maximum": MAXIMUM_LIMIT}
    )

    @field_validator("q")
    @classmethod
    def _q(cls, q: str) -> str:
        with refused_as_parameter:
            return PlaceQuery(text=q).text

    @field_validator("near")
    @classmethod
    def _near(cls, near: str | None) -> str | None:
        with refused_as_parameter:
            if near is not None:
                parse_position(near, field="near")
        return near

    @field_validator("limit")
    @classmethod
    def _limit(cls, limit: int) -> int:
        with refused_as_parameter:
            return PlaceQuery(text="-", limit=limit).limit

    def query(self) -> PlaceQuery:
        near = None if self.near is None else parse_position(self.near).position
        return PlaceQuery(text=self.q, near=near, limit=self.limit)


class AbolishedShape(Shape):
    """An area that is no more; the place that was found has come in its stead."""

    code: str = Field(examples=["530306"])
    level: Literal["province", "district", "subdistrict"]
    name_th: str = Field(examples=["ท่าแฝก"])
    name_en: str | None = Field(examples=["Tha Faek"])
    abolished_on: str = Field(description="ISO 8601", examples=["2015-03-11"])

    @classmethod
    def of(cls, old: Abolished) -> Self:
        return cls.model_validate(
            {
                "code": old.code,
                "level": old.level,
                "name_th": old.name_th,
                "name_en": old.name_en,
                "abolished_on": old.on,
            }
        )


class PlaceShape(Shape):
    """A place that the text may mean."""

    kind: Kind
    code: str | None = Field(description="DOPA's, or a service point's; null for a bare position", examples=["2007"])
    name_th: str = Field(examples=["ศรีราชา"])
    name_en: str | None = Field(examples=["Si Racha"])
    areas: list[AreaShape] = Field(description="what it lies in, province first")
    lat: float | None = Field(description="null where nobody knows where it lies", examples=[13.1737])
    lon: float | None = Field(examples=[100.9311])
    match: Match = Field(
        description="why it was found: the name is the same (`exact`), but for usual misspellings (`spelling`), begins "
        "with the text (`beginning`), holds it (`part`) or resembles it (`similar`); or by `postcode`, `code` or "
        "`coordinate`"
    )
    score: float = Field(description="1 where every letter of the text is accounted for", examples=[1.0])
    abolished: AbolishedShape | None = Field(description="the abolished area that the text names, null for others")
    distance_m: float | None = Field(
        description="from `near`, in metres on the sphere, to the nearest that is known; null without"
    )

    @classmethod
    def of(cls, hit: PlaceHit) -> Self:
        return cls(
            kind=hit.kind,
            code=hit.code,
            name_th=hit.name_th,
            name_en=hit.name_en,
            areas=[AreaShape.model_validate(area, from_attributes=True) for area in hit.areas],
            lat=None if hit.position is None else round(hit.position.lat, 7),
            lon=None if hit.position is None else round(hit.position.lon, 7),
            match=hit.match,
            score=round(hit.score, 3),
            abolished=None if hit.abolished is None else AbolishedShape.of(hit.abolished),
            distance_m=None if hit.distance_m is None else round(hit.distance_m, 1),
        )


class PlaceList(Shape):
    """Names that are the text before those that begin with it or resemble it; empty where nothing does."""

    results: list[PlaceShape]


class PlaceAtShape(Shape):
    """Where a position lies, and how surely that is known."""

    areas: list[AreaShape] = Field(description="province first, down to the smallest that is known")
    found: Literal["inside", "ambiguous", "nearest"] = Field(
        description="`inside`: exactly one outline holds the position; `ambiguous`: several do, or it is on a border; "
        "`nearest`: none does"
    )
    by: Literal["outline", "centre"] = Field(description="what was looked at")
    others: list[AreaShape] = Field(description="what it may be as well; empty unless `ambiguous`")
    distance_m: float = Field(description="geodesic metres to the nearest outline or centre; 0 inside")
    border_m: float | None = Field(description="geodesic metres to the border of the outline it is inside; else null")

    @classmethod
    def of(cls, place: PlaceAt) -> Self:
        return cls(
            areas=[AreaShape.model_validate(area, from_attributes=True) for area in place.areas],
            found=place.found,
            by=place.by,
            others=[AreaShape.model_validate(area, from_attributes=True) for area in place.others],
            distance_m=round(place.distance_m, 1),
            border_m=None if place.border_m is None else round(place.border_m, 1),
        )


@router.get("/places", responses=problems(_422="A parameter is missing or wrong.", _503="The search took too long."))
def list_places(
    parameters: Annotated[PlacesParameters, Query()], session: DatabaseSession, settings: AppSettings
) -> PlaceList:
    """Provinces, districts, subdistricts, service points and positions that a text may mean."""
    return place_list(find_places(session, parameters.query(), timeout_ms=settings.search_timeout_ms))


@router.get(
    "/places/reverse",
    responses=problems(
        _404="Nothing is known near this position.",
        _422="Parameters are missing or wrong.",
        _503="The search took too long.",
    ),
)
def show_place_at(
    parameters: Annotated[PositionParameters, Query()], session: DatabaseSession, settings: AppSettings
) -> PlaceAtShape:
    """The province, district and subdistrict that a position lies in."""
    return PlaceAtShape.of(find_place_at(session, parameters.position, timeout_ms=settings.search_timeout_ms))


def place_list(hits: list[PlaceHit]) -> PlaceList:
    """The hits in the API's shape."""
    return PlaceList(results=[PlaceShape.of(hit) for hit in hits])
