"""A position as two parameters of a request."""

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from api.v1.parameters import refused_as_parameter
from geo.coordinates import LonLat


class PositionParameters(BaseModel):
    """`lon` stands before `lat`, whose check asks whether the two are swapped."""

    model_config = ConfigDict(frozen=True)

    lon: float = Field(
        description="longitude in degrees, WGS84",
        examples=[100.8085],
        json_schema_extra={"minimum": -180, "maximum": 180},
    )
    lat: float = Field(
        description="latitude in degrees, WGS84",
        examples=[13.1492],
        json_schema_extra={"minimum": -90, "maximum": 90},
    )

    @field_validator("lon")
    @classmethod
    def _lon(cls, lon: float) -> float:
        with refused_as_parameter:
            return LonLat(lon=lon, lat=0.0).lon

    @field_validator("lat")
    @classmethod
    def _lat(cls, lat: float, others: ValidationInfo) -> float:
        with refused_as_parameter:
            return LonLat(lon=others.data.get("lon", 0.0), lat=lat).lat

    @property
    def position(self) -> LonLat:
        return LonLat(lon=self.lon, lat=self.lat)
