"""The rows of a chunk as arrays in PostgreSQL's own binary form.

Written as text, by the driver or by us, they take as long as a quarter of the search itself.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection
from psycopg.adapt import Dumper
from psycopg.postgres import types
from psycopg.pq import Format
from pyproj import Geod

_WGS84 = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class IntegerArray:
    """`integer[]`"""

    values: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class DoubleArray:
    """`double precision[]`"""

    values: NDArray[np.float64]


class _IntegerDumper(Dumper):
    format = Format.BINARY
    oid = types["int4"].array_oid

    def dump(self, obj: IntegerArray) -> bytes:
        return _binary(obj.values, ">i4", types["int4"].oid)


class _DoubleDumper(Dumper):
    format = Format.BINARY
    oid = types["float8"].array_oid

    def dump(self, obj: DoubleArray) -> bytes:
        return _binary(obj.values, ">f8", types["float8"].oid)


def _binary(values: NDArray[Any], kind: str, oid: int) -> bytes:
    """As `array_send` has it: dimensions, a flag for nulls, the type; then length and value of each."""
    elements = np.empty(len(values), dtype=[("length", ">i4"), ("value", kind)])
    elements["length"] = elements.dtype["value"].itemsize
    elements["value"] = values
    return struct.pack(">iiIii", 1, 0, oid, len(values), 1) + elements.tobytes()


def understand_arrays(connection: Connection[Any]) -> None:
    """From now on the connection takes both as values."""
    connection.adapters.register_dumper(IntegerArray, _IntegerDumper)
    connection.adapters.register_dumper(DoubleArray, _DoubleDumper)


@dataclass(frozen=True, slots=True)
class AskedRows:
    """Those of a chunk that are questions: `places` in the chunk, ids of procedures, degrees on WGS84."""

    places: NDArray[np.int32]
    procedure_ids: NDArray[np.int32]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]

    @classmethod
    def of(cls, rows: Sequence[tuple[int, int, float, float]]) -> "AskedRows":
        """In an order in which neighbours read the same pages of the index: by procedure, then from west to east."""
        columns = tuple(zip(*rows, strict=True)) or ((), (), (), ())
        places, procedure_ids = (np.array(column, dtype=np.int32) for column in columns[:2])
        lon, lat = (np.array(column, dtype=np.float64) for column in columns[2:])
        order = np.lexsort((lon, np.rint(lat * 4), procedure_ids))
        return cls(places[order], procedure_ids[order], lon[order], lat[order])

    def only(self, places: Sequence[int]) -> "AskedRows":
        kept = np.isin(self.places, places)
        return AskedRows(self.places[kept], self.procedure_ids[kept], self.lon[kept], self.lat[kept])

    def values(self) -> dict[str, object]:
        """What `nearest_batch_statement` binds."""
        x, y, z = geocentric_arrays(self.lon, self.lat)
        doubles = {"lon": self.lon, "lat": self.lat, "x": x, "y": y, "z": z}
        return {
            "place": IntegerArray(self.places),
            "procedure_id": IntegerArray(self.procedure_ids),
            **{name: DoubleArray(array) for name, array in doubles.items()},
        }


def geocentric_arrays(
    lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """`geo.geodesy.geocentric` of many positions."""
    lon, lat = np.radians(lon), np.radians(lat)
    sin_lat = np.sin(lat)
    radius_m = _WGS84.a / np.sqrt(1 - _WGS84.es * sin_lat * sin_lat)
    across_m = radius_m * np.cos(lat)
    return across_m * np.cos(lon), across_m * np.sin(lon), radius_m * (1 - _WGS84.es) * sin_lat
