"""Lighthouse's view of one page, as a telephone on a slow line has it: its defaults, which are 4x CPU and slow 4G.

One look is at the mercy of what else the machine does; of several the middle one counts, as Lighthouse advises.
"""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

FOLDER = Path(__file__).parent
LOOKS = 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """`scores` of 100, in the order of `CATEGORIES`; `weight_kb` is what comes over the wire, compressed.

    `faults` are the audits of the last three categories that were not passed; `strangers` hosts other than the page's.
    """

    scores: tuple[int, ...]
    weight_kb: float
    lcp_s: float
    shift: float
    faults: tuple[str, ...]
    strangers: tuple[str, ...]


def install() -> None:
    """What the lock names, with its hashes, where it is not there yet; the scripts of packages are not run."""
    installed = FOLDER / "node_modules" / ".package-lock.json"
    if installed.is_file() and installed.stat().st_mtime > (FOLDER / "package-lock.json").stat().st_mtime:
        return
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    subprocess.run(["npm", "ci", *quiet], cwd=FOLDER, check=True)


def measure(url: str, chromium: str, arguments: list[str]) -> Measured:
    command = [
        str(FOLDER / "node_modules" / ".bin" / "lighthouse"),
        url,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={' '.join(['--headless=new', *arguments])}",
        f"--chrome-path={chromium}",
    ]
    looks = [
        _measured(json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout), url)
        for _ in range(LOOKS)
    ]
    return sorted(looks, key=lambda one: (-one.scores[0], one.lcp_s))[LOOKS // 2]


def _measured(report: dict[str, dict[str, dict[str, object]]], url: str) -> Measured:
    audits = report["audits"]
    requests = audits["network-requests"]["details"]["items"]  # type: ignore[index]
    hosts = {urlsplit(one["url"]).netloc for one in requests} - {urlsplit(url).netloc, ""}
    return Measured(
        scores=tuple(round(float(str(report["categories"][name]["score"])) * 100) for name in CATEGORIES),
        weight_kb=sum(one.get("transferSize", 0) for one in requests) / 1024,
        lcp_s=float(str(audits["largest-contentful-paint"]["numericValue"])) / 1000,
        shift=float(str(audits["cumulative-layout-shift"]["numericValue"])),
        faults=tuple(_faults(report)),
        strangers=tuple(sorted(hosts)),
    )


def _faults(report: dict[str, dict[str, dict[str, object]]]) -> list[str]:
    found = []
    for name in CATEGORIES[1:]:
        for one in report["categories"][name]["auditRefs"]:  # type: ignore[attr-defined]
            audit = report["audits"][one["id"]]
            if one["weight"] and audit["score"] is not None and float(str(audit["score"])) < 1:
                found.append(f"{name}: {audit['title']} ({one['id']})")
    return found
