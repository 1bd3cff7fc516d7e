"""Where PostgreSQL's own programs and extension files are on this machine, and what to install where they are not."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from geo.errors import DatabaseUnavailable
from geo.words import N_

OLDEST_MAJOR = 15
EXTENSIONS = ("postgis", "btree_gist", "pg_trgm")

PLACES = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Red Hat and its kin
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/usr/local/pgsql/bin",  # built from source
)
"""Folders searched besides PATH; Debian keeps the server's programs out of PATH."""


class ProgramsMissing(DatabaseUnavailable):
    """PostgreSQL or one of its extensions is not installed, or is too old."""


@dataclass(frozen=True, slots=True, order=True)
class Installation:
    """One installed PostgreSQL server."""

    major: int
    bin: Path

    def program(self, name: str) -> Path:
        """Path of a program of this version, such as `pg_dump`.

        Raises: ProgramsMissing.
        """
        path = self.bin / name
        if not path.is_file():
            raise ProgramsMissing(
                N_("PostgreSQL {major} in {folder} lacks the program {name}. {remedy}"),
                major=self.major,
                folder=self.bin,
                name=name,
                remedy=_remedy(self.major),
            )
        return path

    def missing_extensions(self) -> list[str]:
        """Those of `EXTENSIONS` that this server could not create."""
        answer = _output(self.bin / "pg_config", "--sharedir")
        # pg_config is in a development package on some systems; Debian's layout is known without it.
        folder = Path(answer) if answer else Path("/usr/share/postgresql") / str(self.major)
        return [name for name in EXTENSIONS if not (folder / "extension" / f"{name}.control").is_file()]


def find_installation(major: int | None = None) -> Installation:
    """The newest installation that can do the work, or the one of version `major`.

    Raises: ProgramsMissing, with the packages to install.
    """
    found = [one for one in _installations() if major in (None, one.major)]
    if not found:
        raise ProgramsMissing(
            N_("PostgreSQL {version} is not installed on this machine. {remedy}"),
            version=f"{OLDEST_MAJOR}+" if major is None else major,
            remedy=_remedy(major),
        )
    fit = [one for one in found if one.major >= OLDEST_MAJOR]
    if not fit:
        raise ProgramsMissing(
            N_("PostgreSQL {found} is installed, but Pakmud needs {oldest} or newer. {remedy}"),
            found=max(found).major,
            oldest=OLDEST_MAJOR,
            remedy=_remedy(None),
        )
    complete = [one for one in fit if not one.missing_extensions()]
    if not complete:
        newest = max(fit)
        raise ProgramsMissing(
            N_("PostgreSQL {major} is installed without the extensions {names}. {remedy}"),
            major=newest.major,
            names=", ".join(newest.missing_extensions()),
            remedy=_remedy(newest.major),
        )
    return max(complete)


def find_client_program(name: str) -> Path:
    """A client program such as `psql` or `pg_dump`, of the newest version at hand: it can talk to older servers.

    Raises: ProgramsMissing.
    """
    paths = [one.bin / name for one in sorted(_installations(), reverse=True) if (one.bin / name).is_file()]
    on_path = shutil.which(name)
    if paths:
        return paths[0]
    if on_path:
        return Path(on_path)
    raise ProgramsMissing(
        N_("The program {name} is not installed. On Debian and Ubuntu: apt-get install postgresql-client"), name=name
    )


def locale_arguments() -> list[str]:
    """Arguments of initdb for a UTF-8 locale that is the same on every machine.

    Under plain C pg_trgm finds no letters in Thai. Where C.UTF-8 does not exist ICU sorts, but pg_trgm still asks the C
    library what a letter is, so that some UTF-8 locale is needed in any case.

    Raises: ProgramsMissing.
    """
    known = _output(Path("locale"), "-a").split()
    by_spelling = {name.lower().replace("-", ""): name for name in known}
    if "c.utf8" in by_spelling:
        return ["--locale=C.UTF-8"]
    utf8 = sorted((spelling for spelling in by_spelling if spelling.endswith(".utf8")), key=_most_neutral_first)
    if not utf8:
        raise ProgramsMissing(N_("This machine has no UTF-8 locale. On Debian and Ubuntu: apt-get install locales-all"))
    return [f"--locale={by_spelling[utf8[0]]}", "--locale-provider=icu", "--icu-locale=und"]


def _most_neutral_first(spelling: str) -> tuple[bool, str]:
    return (not spelling.startswith("en_"), spelling)


def _installations() -> set[Installation]:
    folders = {folder for place in PLACES for folder in Path("/").glob(place.lstrip("/"))}
    on_path = shutil.which("initdb")
    if on_path:
        folders.add(Path(on_path).resolve().parent)
    installations = set()
    for folder in folders:
        # "postgres (PostgreSQL) 15.10 (Debian 15.10-0+deb12u1)"; "16devel" in between versions
        words = _output(folder / "postgres", "--version").split()
        if len(words) > 2 and (digits := words[2].split(".")[0].rstrip("abcdefghijklmnopqrstuvwxyz")).isdigit():
            installations.add(Installation(int(digits), folder))
    return installations


def _output(program: Path, *arguments: str) -> str:
    """What the program prints, stripped; empty when it is missing or fails."""
    try:
        done = subprocess.run([program, *arguments], capture_output=True, text=True, check=True, cwd="/")
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def _remedy(major: int | None) -> str:
    # One command that can be pasted; not a sentence, so the same in every language.
    if major is None:
        return "Debian, Ubuntu: apt-get install postgresql postgresql-postgis (postgresql-15-postgis-3 on Debian 12)"
    return f"Debian, Ubuntu: apt-get install postgresql-{major} postgresql-{major}-postgis-3"
