"""`make audit`: the demo country's pages as Lighthouse and axe see them; ends with 1 where one is not good enough."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.table import Table

from tests.audit.lighthouse import CATEGORIES, Measured, install, measure
from tests.conftest import CHROMIUM_ARGUMENTS, CHROMIUM_NAMES

PAKMUD = [sys.executable, "-c", "from api.terminal.main import main; main()"]

PAGES = {
    "home": "/",
    "answer": "/nearest?procedure=0150410000003&area=2008",
    "point": "/service-points/9112008010001",
    "manual": "/procedures/0150410000003",
}

LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
HEAVIEST_KB = 150


def main() -> int:
    chromium = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    if chromium is None or shutil.which("npm") is None:
        print("make: the audit needs Chromium and npm (Debian's packages chromium and npm)", file=sys.stderr)
        return 2
    install()
    with demo_site() as site:
        seen = {name: measure(site + path, chromium, CHROMIUM_ARGUMENTS) for name, path in PAGES.items()}
        violations = {name: _violations(site, path, chromium) for name, path in PAGES.items()}
    _print(seen, violations)
    wrong = [fault for name, one in seen.items() for fault in _wrong(name, one)]
    wrong += [f"{name}: axe finds {count} violations" for name, count in violations.items() if count]
    for fault in wrong:
        print(fault)
    return 1 if wrong else 0


@contextmanager
def demo_site() -> Iterator[str]:
    """The demo country in a home of its own, which is gone afterwards; PAKMUD_AUDIT_SITE is a site that is there."""
    if given := os.environ.get("PAKMUD_AUDIT_SITE"):
        yield given.rstrip("/")
        return
    home = Path(tempfile.mkdtemp(prefix="pakmud-audit-"))
    home.chmod(0o755)
    environment = {**os.environ, "PAKMUD_HOME": str(home)}
    environment.pop("PAKMUD_DATABASE_URL", None)
    try:
        subprocess.run([*PAKMUD, "demo"], env=environment, check=True)
        with subprocess.Popen(
            [*PAKMUD, "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE, text=True
        ) as server:
            assert server.stdout is not None
            found = re.search(r"http://\S+:\d+", server.stdout.readline())
            assert found is not None, "the server did not say where it is"
            yield found[0]
            server.terminate()
    finally:
        subprocess.run([*PAKMUD, "db", "down"], env=environment, check=False, capture_output=True)
        shutil.rmtree(home, ignore_errors=True)


def _violations(site: str, path: str, chromium: str) -> int:
    """In both languages together."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        page = browser.new_page(viewport={"width": 360, "height": 780})
        count = 0
        for prefix in ("", "/en"):
            page.goto(site + prefix + path, wait_until="networkidle")
            count += Axe().run(page).violations_count
        browser.close()
        return count


def _wrong(name: str, seen: Measured) -> Iterator[str]:
    for category, score in zip(CATEGORIES, seen.scores, strict=True):
        if score < LEAST[category]:
            yield f"{name}: {category} is {score}, which should be {LEAST[category]}"
    yield from (f"{name}: {fault}" for fault in seen.faults)
    if seen.weight_kb > HEAVIEST_KB:
        yield f"{name}: weighs {seen.weight_kb:.0f} KB, which should be at most {HEAVIEST_KB}"
    if seen.shift > 0:
        yield f"{name}: its layout shifts by {seen.shift:.4f}"
    yield from (f"{name}: asks {host}" for host in seen.strangers)


def _print(seen: dict[str, Measured], violations: dict[str, int]) -> None:
    table = Table("page", *CATEGORIES, "KB", "LCP s", "shift", "axe")
    for name, one in seen.items():
        numbers = (f"{one.weight_kb:.0f}", f"{one.lcp_s:.2f}", f"{one.shift:.4f}", str(violations[name]))
        table.add_row(name, *map(str, one.scores), *numbers)
    Console(width=110).print(table)


if __name__ == "__main__":
    sys.exit(main())
