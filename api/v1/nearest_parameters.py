"""What `GET /v1/nearest` understands."""

from dataclasses import replace

from pydantic import Field, field_validator

from api.v1.parameters import Instant, PlainText, refused_as_parameter
from api.v1.position import PositionParameters
from api.v1.shape import CODE
from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.limits import check_limit
from geo.nearest.chosen_filters import ChosenFilters
from geo.nearest.competence import Home
from geo.nearest.filters import Filter, NamedLike, Speaking, WithGeccLevel
from geo.nearest.question import MAXIMUM_LIMIT, NearestQuery
from geo.procedure_head import ProcedureHead
from geo.words import N_

_ANY_PLACE = LonLat(lon=0.0, lat=0.0)


class NearestParameters(PositionParameters):
    """The position is the origin: where the citizen is."""

    procedure: PlainText = Field(description=CODE, examples=["0150410000001"])
    limit: int = Field(
        default=10, description="how many at most", json_schema_extra={"minimum": 1, "maximum": MAXIMUM_LIMIT}
    )
    at: Instant | None = Field(
        default=None, description="the time that `open` is about, with a zone, up to a year ahead; without it: now"
    )
    open_only: bool = Field(default=False, description="only service points that are open at that time")
    within_m: float | None = Field(default=None, description="only within so many geodesic metres", examples=[5000])
    home: PlainText | None = Field(
        default=None,
        description="where the citizen is registered (or her land, building or business lies): the code of an area or "
        "a postcode. Service points that may serve her come first, and all are marked; `competence` says whether the "
        "procedure can be had there at all",
        examples=["200801"],
    )
    home_lat: float | None = Field(default=None, description="the same as a position; with `home_lon`, for `home`")
    home_lon: float | None = Field(default=None, description="see `home_lat`")
    agency: PlainText = Field(default="", description="only of the agency with this code and all below it")
    type: PlainText = Field(default="", description="only of this kind, in Thai", examples=["ที่ว่าการอำเภอ"])
    gecc: PlainText = Field(
        default="",
        description="only Government Easy Contact Centers of this level or better: basic, intermediate, advanced",
    )
    no_copy: bool = Field(default=False, description="only where no paper copies are asked for")
    accessible: bool = Field(default=False, description="only where a wheelchair is known to get in")
    languages: PlainText = Field(
        default="", description="only where all of these are spoken: ISO 639-1 codes with commas", examples=["en,zh"]
    )
    area: PlainText = Field(default="", description="only in the province, district or subdistrict with this code")
    name: PlainText = Field(default="", description="only with this text in the Thai or English name")
    cursor: PlainText | None = Field(
        default=None, description="`next` of an answer to the same question: the page after it"
    )

    @field_validator("limit")
    @classmethod
    def _limit(cls, limit: int) -> int:
        with refused_as_parameter:
            check_limit(limit, MAXIMUM_LIMIT)
        return limit

    @field_validator("within_m")
    @classmethod
    def _within_m(cls, within_m: float | None) -> float | None:
        with refused_as_parameter:
            return NearestQuery(origin=_ANY_PLACE, procedure_id=0, within_m=within_m).within_m

    @field_validator("gecc")
    @classmethod
    def _gecc(cls, level: str) -> str:
        with refused_as_parameter:
            return WithGeccLevel(level).level if level else ""

    @field_validator("languages")
    @classmethod
    def _languages(cls, codes: str) -> str:
        with refused_as_parameter:
            return ",".join(Speaking(_split(codes)).codes)

    @field_validator("name")
    @classmethod
    def _name(cls, text: str) -> str:
        with refused_as_parameter:
            return NamedLike(text).text

    def query(
        self, procedure: ProcedureHead, filters: tuple[Filter, ...] = (), home: Home | None = None
    ) -> NearestQuery:
        """Raises: InvalidQuery for a cursor of another question."""
        query = NearestQuery(
            origin=self.position,
            procedure_id=procedure.id,
            filters=filters,
            open_only=self.open_only,
            at=self.at,
            within_m=self.within_m,
            home=home,
            limit=self.limit,
        )
        return query if self.cursor is None else replace(query, after=query.place(self.cursor))

    @property
    def given_home(self) -> str | LonLat | None:
        """Raises: InvalidQuery for half a position, one outside the earth, or one beside a code."""
        if self.home_lat is None and self.home_lon is None:
            return self.home
        if self.home is not None:
            raise InvalidQuery(N_("Give either 'home' or 'home_lat' and 'home_lon'."), field="home")
        if self.home_lat is None or self.home_lon is None:
            missing = "home_lat" if self.home_lat is None else "home_lon"
            raise InvalidQuery(N_("'{field}' is missing."), field=missing)
        try:
            return LonLat(lon=self.home_lon, lat=self.home_lat)
        except InvalidQuery as error:
            error.field = f"home_{error.field}"
            raise

    @property
    def chosen(self) -> ChosenFilters:
        return ChosenFilters(
            agency=self.agency,
            type=self.type,
            gecc=self.gecc,
            no_copy=self.no_copy,
            accessible=self.accessible,
            languages=_split(self.languages),
            area=self.area,
            name=self.name,
        )


def _split(codes: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code.strip() for code in codes.split(",") if code.strip()))
