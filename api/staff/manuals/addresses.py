"""Where the pages of procedures and their manuals are."""

from api.pages.languages import prefix_of


def procedure_href(language: str, code: str) -> str:
    return f"{prefix_of(language)}{procedure_path(code)}"


def revision_href(language: str, code: str, number: int) -> str:
    return f"{prefix_of(language)}{revision_path(code, number)}"


def part_href(language: str, code: str, number: int, part: str) -> str:
    return f"{revision_href(language, code, number)}/parts/{part}"


def procedure_path(code: str) -> str:
    return f"/staff/procedures/{code}"


def revision_path(code: str, number: int) -> str:
    return f"{procedure_path(code)}/revisions/{number}"
