"""What the OpenAPI document says of `/v1/nearest/batch`, whose body and answer are lines and not one JSON value."""

from typing import Any

from pydantic import Field

from api.v1.shape import CODE, Responses, Shape, problems
from geo.opening_expression import State


class BatchRowShape(Shape):
    """One line of the body."""

    id: str = Field(
        description="whatever the answer is to be recognised by; numbers come back as text", examples=["42"]
    )
    lat: float = Field(description="latitude in degrees, WGS84", examples=[13.1492])
    lon: float = Field(description="longitude in degrees, WGS84", examples=[100.8085])
    procedure: str = Field(description=CODE, examples=["0150410000001"])
    at: str | None = Field(
        default=None, description="the time that `open` is about, with a zone", examples=["2026-11-23T10:00:00+07:00"]
    )


class BatchHitShape(Shape):
    """A service point."""

    code: str = Field(description=CODE)
    name_th: str
    name_en: str | None
    lat: float
    lon: float
    distance_m: float = Field(description="geodesic metres on WGS84, to the millimetre")
    open: State = Field(description="at the time asked about; hours that nobody knows are `unknown`")


class BatchAnswerShape(Shape):
    """One line of the answer, in the order of the rows."""

    id: str | None = Field(description="of the row; null where it could not be read")
    results: list[BatchHitShape] = Field(description="nearest first; empty where nobody offers the procedure")
    error: str | None = Field(description="why the row could not be answered, as a sentence")


_ROWS_CSV = "id,lat,lon,procedure,at\n42,13.1492,100.8085,0150410000001,\n"
_ROWS_NDJSON = '{"id":"42","lat":13.1492,"lon":100.8085,"procedure":"0150410000001"}\n'
_ANSWERS_CSV = (
    "id,rank,code,name_th,name_en,lat,lon,distance_m,open,error\n"
    "42,1,1000000000001,ที่ว่าการอำเภอเกาะสีชัง,District Office,13.1492,100.8117,350.1,open,\n"
    "43,,,,,,,,,No procedure has the code '1'.\n"
)
_ANSWERS_NDJSON = (
    '{"id":"42","results":[{"code":"1000000000001","name_th":"ที่ว่าการอำเภอเกาะสีชัง","name_en":"District Office",'
    '"lat":13.1492,"lon":100.8117,"distance_m":350.1,"open":"open"}],"error":null}\n'
    '{"id":"43","results":[],"error":"No procedure has the code \'1\'."}\n'
)


def _lines(shape: type[Shape], ndjson: str, csv: str) -> dict[str, Any]:
    schema = shape.model_json_schema()
    parts = schema.pop("$defs", {})
    for part in schema["properties"].values():
        if "$ref" in part.get("items", {}):
            part["items"] = parts[part["items"]["$ref"].rpartition("/")[2]]
    schema["description"] = f"{schema['description']} This is the schema of each line."
    return {
        "application/x-ndjson": {"schema": schema, "example": ndjson},
        "text/csv": {"schema": {"type": "string"}, "example": csv},
    }


REQUEST_BODY = {"required": True, "content": _lines(BatchRowShape, _ROWS_NDJSON, _ROWS_CSV)}

RESPONSES: Responses = {
    200: {
        "description": "A line for each row; in CSV one for each service point, the nearest with `rank` 1.",
        "content": _lines(BatchAnswerShape, _ANSWERS_NDJSON, _ANSWERS_CSV),
    },
    **problems(
        _413="The body is too long.",
        _415="The body is neither NDJSON nor CSV.",
        _422="The body as a whole, or a parameter, makes no sense.",
        _503="The first rows took too long.",
    ),
}
