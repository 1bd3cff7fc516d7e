"""Fetch the packages of `packages.toml` with npm and keep the files named there; run by hand when a version changes.

Not everything is kept as it came: of GOV.UK's stylesheet only what our pages use is compiled (its font and crest are
not ours to show), the letters of pages are cut to those of Thai and English, the world is cut to the region around
Thailand, and govuk-frontend's package has no licence file, so it gets one.
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

from fontTools import subset
from shapely.geometry import MultiPolygon, Polygon, box, mapping
from shapely.validation import make_valid

VENDOR = Path(__file__).parent
LETTERS = (
    "U+0020-007E,U+00A0,U+00B0,U+00B7,U+00D7,U+0E01-0E3A,U+0E3F-0E5B,"
    "U+200B-200D,U+2010-2015,U+2018-201D,U+2022,U+2026,U+25CC"
)
"""Those of Thai and English; `pakmud.css` says the same."""

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
        folder = VENDOR / package.get("folder", name.rpartition("/")[2])
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        fetch(f"{name}@{package['version']}", package["files"], folder)
    govuk = packages["govuk-frontend"]
    compile_govuk(VENDOR / "govuk-frontend", govuk["version"], govuk["sass"])
    cut_letters(VENDOR / "sarabun-web")
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


def compile_govuk(folder: Path, version: str, sass: str) -> None:
    """`govuk-frontend.scss` beside this file -> the stylesheet; the script loses the address of its map."""
    with tempfile.TemporaryDirectory() as temporary:
        subprocess.run(
            ["npm", "install", "--silent", f"govuk-frontend@{version}", f"sass@{sass}"], cwd=temporary, check=True
        )
        modules = Path(temporary) / "node_modules"
        options = ["--style=compressed", "--no-charset", "--no-source-map"]
        options.append(f"--load-path={modules / 'govuk-frontend/dist/govuk'}")
        source, stylesheet = VENDOR / "govuk-frontend.scss", folder / "govuk-frontend.css"
        subprocess.run([modules / ".bin/sass", *options, source, stylesheet], check=True)
    script = folder / "govuk-frontend.min.js"
    script.write_text(re.sub(r"//# sourceMappingURL.*", "", script.read_text()))
    (folder / "LICENSE").write_text(GOVUK_LICENCE)


def cut_letters(folder: Path) -> None:
    for source in folder.glob("*.ttf"):
        weight = source.stem[len("Sarabun_") :][:3]
        target = folder / f"sarabun-{weight}.woff2"
        subset.main(
            [str(source), f"--unicodes={LETTERS}", "--flavor=woff2", "--layout-features=*", f"--output-file={target}"]
        )
        source.unlink()


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
