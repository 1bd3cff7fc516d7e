"""Cases of one thing (new, lost, expired, changed): procedures that people call by the same name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from geo.finding.language.normal_form import normal_form
from geo.procedure_list import ProcedureName

_normal_form = lru_cache(maxsize=4_096)(normal_form)
"""Keystrokes ask for the same names."""


def family_names(procedures: Sequence[ProcedureName]) -> dict[int, str]:
    """For each procedure that shares a common name with another of these: that name, by procedure id.

    Where it shares several, the one that most share; a family is known by the name alone, so that all who have a family
    with the same name are in it together.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    spelling: dict[str, str] = {}
    for procedure in procedures:
        for name in dict.fromkeys((*procedure.common_names_th, *procedure.common_names_en)):
            normal = _normal_form(name)
            spelling.setdefault(normal, name)
            if procedure.id not in holders[normal]:
                holders[normal].append(procedure.id)
    families: dict[int, str] = {}
    for normal, ids in _largest_first(holders):
        free = [one for one in ids if one not in families]
        if len(free) > 1:
            families.update(dict.fromkeys(free, spelling[normal]))
    return families


def _largest_first(holders: dict[str, list[int]]) -> Iterable[tuple[str, list[int]]]:
    # a stable sort: among names that equally many share, the one of the procedure that was found first
    return sorted(holders.items(), key=lambda item: -len(item[1]))
