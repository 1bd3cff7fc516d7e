"""The matrix is well-formed, and the table in the documents is the matrix."""

from pathlib import Path

from geo.staff.permissions import PERMISSIONS
from geo.staff.roles import ROLE_NAMES, Role

DOCUMENT = Path(__file__).parents[3] / "docs" / "staff-roles.md"


def matrix_in_words() -> str:
    """The table of docs/staff-roles.md. When this test fails, print this and put it there."""
    head = ["action", "what", "nobody", "anybody signed in", *(ROLE_NAMES[role] for role in Role), "programs"]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for one in PERMISSIONS.values():
        may = [one.nobody, one.signed_in, *(role in one.roles for role in Role), one.program]
        lines.append(f"| `{one.action}` | {one.what} | {' | '.join('yes' if cell else '' for cell in may)} |")
    return "\n".join(lines) + "\n"


def test_the_table_in_the_documents_is_the_matrix() -> None:
    assert matrix_in_words() in DOCUMENT.read_text(encoding="utf-8")


def test_each_action_is_for_somebody_and_in_one_way() -> None:
    for permission in PERMISSIONS.values():
        ways = [permission.nobody, permission.signed_in, bool(permission.roles)]
        assert ways.count(True) == 1, permission.action
        assert not permission.program or permission.roles, permission.action
