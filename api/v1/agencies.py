"""The body of the state that something belongs to."""

from pydantic import Field

from api.v1.shape import CODE, Shape


class AgencyShape(Shape):
    """An agency by its name."""

    code: str = Field(description=CODE, examples=["0150400000000"])
    name_th: str = Field(examples=["กรมการปกครอง"])
    name_en: str | None = Field(examples=["Department of Provincial Administration"])
