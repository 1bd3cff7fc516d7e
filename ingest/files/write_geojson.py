"""Writes GeoJSON (RFC 7946): a feature a line, its place from `geometry` or from `lat` and `lon`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import IO

import orjson


def write_geojson(stream: IO[bytes], columns: Sequence[str], records: Iterable[Sequence[object]]) -> None:
    stream.write(b'{"type":"FeatureCollection","features":[')
    separator = b"\n"
    for record in records:
        stream.write(separator + orjson.dumps(_feature(dict(zip(columns, record, strict=True)))))
        separator = b",\n"
    stream.write(b"\n]}\n")


def _feature(values: Mapping[str, object]) -> dict[str, object]:
    properties = {name: value for name, value in values.items() if name not in ("geometry", "lat", "lon")}
    return {"type": "Feature", "properties": properties, "geometry": _geometry(values)}


def _geometry(values: Mapping[str, object]) -> object:
    geometry = values.get("geometry")
    if geometry is not None:
        return geometry
    if values.get("lon") is None:
        return None
    return {"type": "Point", "coordinates": [values["lon"], values["lat"]]}
