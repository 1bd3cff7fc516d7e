"""Fetch the packages of `packages.toml` with npm and keep the files named there; run by hand when a version changes.

Not everything is kept as it came: GOV.UK's stylesheet loses its font and crest (they are not ours to show), the world
is cut to the region around Thailand, and govuk-frontend's package has no licence file, so it gets one.
"""

import json
import re
import shutil
import subprocess
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from shapely.geometry import MultiPolygon, Polygon, box, mapping
from shapely.validation import make_valid

VENDOR = Path(__file__).parent
REGION = box(92, 3, 111, 23)
TOLERANCE_DEGREES = 0.008
SMALLEST_ISLAND_DEGREES2 = 0.0005

GOVUK_LICENCE = """\
The MIT License (MIT)

Copyright (c) 2017-2026 Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy of
this software and associated documentation files (the "Software"), to deal in
the Software without restriction, including without limitation the rights to
use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of
the Software, and to permit persons to whom the Software is furnished to do so,
subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS
FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER
IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def main() -> None:
    packages = tomllib.loads((VENDOR / "packages.toml").read_text())
    for name, package in packages.items():
        folder = VENDOR / name.rpartition("/")[2]
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        fetch(f"{name}@{package['version']}", package["files"], folder)
    strip_govuk(VENDOR / "govuk-frontend")
    cut_world(VENDOR / "world-atlas")


def fetch(package: str, files: list[str], folder: Path) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        subprocess.run(["npm", "pack", "--silent", package], cwd=temporary, check=True)
        with tarfile.open(next(Path(temporary).glob("*.tgz"))) as archive:
            for file in files:
                content = archive.extractfile(f"package/{file}")
                if content is None:
                    raise FileNotFoundError(file)
                (folder / Path(file).name).write_bytes(content.read())


def strip_govuk(folder: Path) -> None:
    stylesheet = folder / "govuk-frontend.min.css"
    css = re.sub(r"@font-face\{[^}]*\}", "", stylesheet.read_text())
    css = css.replace("GDS Transport,arial,sans-serif", "Sarabun,Noto Sans Thai,Thonburi,arial,sans-serif")
    css = re.sub(r"url\(/assets/images/[^)]*\)", "none", css)
    stylesheet.write_text(re.sub(r"/\*# sourceMappingURL.*?\*/", "", css))
    script = folder / "govuk-frontend.min.js"
    script.write_text(re.sub(r"//# sourceMappingURL.*", "", script.read_text()))
    (folder / "LICENSE").write_text(GOVUK_LICENCE)


def cut_world(folder: Path) -> None:
    """TopoJSON of the world -> GeoJSON of `REGION`, one feature a country, with its ISO number as `id`."""
    source = folder / "countries-10m.json"
    topology = json.loads(source.read_text())
    arcs = [list(_absolute(arc, topology["transform"])) for arc in topology["arcs"]]
    features = [
        {"type": "Feature", "properties": {"id": country.get("id")}, "geometry": shape}
        for country in topology["objects"]["countries"]["geometries"]
        if (shape := _cut(country, arcs))
    ]
    world = {"type": "FeatureCollection", "features": features}
    (folder / "region.json").write_text(json.dumps(world, separators=(",", ":")))
    source.unlink()


def _absolute(arc: list[list[int]], transform: dict[str, list[float]]) -> Any:
    """An arc's quantised steps as degrees: https://github.com/topojson/topojson-specification, section 2.1.4."""
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    x = y = 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        yield x * scale_x + move_x, y * scale_y + move_y


def _cut(country: dict[str, Any], arcs: list[list[tuple[float, float]]]) -> dict[str, Any] | None:
    if country["type"] is None:
        return None
    polygons = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
    # The finest islands have lost all but three corners to the quantising.
    rings_of = ([ring for indices in polygon if len(ring := _ring(indices, arcs)) > 3] for polygon in polygons)
    shape = make_valid(MultiPolygon([Polygon(rings[0], rings[1:]) for rings in rings_of if rings]))
    cut = shape.intersection(REGION).simplify(TOLERANCE_DEGREES)
    islands = [part for part in getattr(cut, "geoms", [cut]) if part.area > SMALLEST_ISLAND_DEGREES2]
    if not islands:
        return None
    geometry = json.dumps(mapping(MultiPolygon(islands)))
    rounded: dict[str, Any] = json.loads(geometry, parse_float=lambda number: round(float(number), 3))
    return rounded


def _ring(indices: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """Arcs end to end, a negative one backwards; the point they share is kept once."""
    points: list[tuple[float, float]] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)
    return points


if __name__ == "__main__":
    main()
