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

from geo.coordinates import LonLat
from geo.geodesy import geocentric


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
    """Those of a chunk that are questions: `places` in the chunk, ids of procedures, and where each begins."""

    places: NDArray[np.int32]
    procedure_ids: NDArray[np.int32]
    starts: NDArray[np.float64]
    """A row each: x, y, z in metres from the earth's centre."""

    @classmethod
    def of(cls, rows: Sequence[tuple[int, int, LonLat]]) -> "AskedRows":
        """In an order in which neighbours read the same pages of the index: by procedure, then from west to east."""
        rows = sorted(rows, key=lambda row: (row[1], round(row[2].lat * 4), row[2].lon))
        places, procedure_ids = (np.array([row[column] for row in rows], np.int32) for column in (0, 1))
        starts = np.array([geocentric(position) for _place, _procedure_id, position in rows], np.float64)
        return cls(places, procedure_ids, starts.reshape(-1, 3))

    def only(self, places: Sequence[int]) -> "AskedRows":
        kept = np.isin(self.places, places)
        return AskedRows(self.places[kept], self.procedure_ids[kept], self.starts[kept])

    def values(self) -> dict[str, object]:
        """What `nearest_batch_statement` binds."""
        return {
            "place": IntegerArray(self.places),
            "procedure_id": IntegerArray(self.procedure_ids),
            **{name: DoubleArray(column) for name, column in zip("xyz", self.starts.T, strict=True)},
        }
