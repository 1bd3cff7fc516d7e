"""A result as Markdown, to be read and committed."""

from collections.abc import Iterator, Sequence

from benchmarks.result import ContenderResult, Result, Table, Value


def as_markdown(result: Result, *, picture: str | None = None) -> str:
    """The whole page; `picture` is the name of an image beside it."""
    parts = [f"# {result.name} ({result.scale})", result.question]
    if picture:
        parts.append(f"![{result.name}]({picture})")
    parts.extend(_ratios(result))
    if any(one.groups for one in result.contenders):
        parts.append(_table(_times_table(result)))
    if any(one.checked for one in result.contenders):
        parts.append(_table(_answers_table(result)))
    parts.extend(_table(table) for table in result.tables)
    parts.extend(_about(result.contenders))
    if result.notes:
        parts.append("\n".join(f"- {note}" for note in result.notes))
    parts.append(_table(Table(title="Machine", columns=("what", "value"), rows=list(result.machine.items()))))
    return "\n\n".join(parts) + "\n"


def _ratios(result: Result) -> Iterator[str]:
    checked = f"Wrong answers: **{result.wrong_answers}** of {result.answers_checked:,} compared with brute force."
    yield checked if result.answers_checked else "No answers were compared."
    rows = [(name, value, result.targets.get(name, "")) for name, value in result.ratios.items()]
    if rows:
        yield _table(Table(title="Ratios", columns=("ratio", "measured", "wanted"), rows=rows))


def _times_table(result: Result) -> Table:
    present = [one for one in result.contenders if one.groups]
    groups = list(dict.fromkeys(group for one in present for group in one.groups))
    rows = [[one.name, *(_pair(one, group) for group in groups)] for one in present]
    return Table(title="Microseconds, p50 / p99", columns=("contender", *groups), rows=rows)


def _pair(one: ContenderResult, group: str) -> str:
    times = one.groups.get(group)
    return f"{times.p50_us:,.0f} / {times.p99_us:,.0f}" if times else ""


def _answers_table(result: Result) -> Table:
    rows = [
        (
            one.name,
            one.checked,
            one.wrong_sets,
            one.wrong_orders,
            f"{one.wrong_share:.2%}",
            one.largest_distance_error_m,
        )
        for one in result.contenders
        if one.checked
    ]
    columns = ("contender", "checked", "wrong set", "wrong order", "wrong", "largest error of a distance, m")
    return Table(title="Answers compared with geodesic brute force", columns=columns, rows=rows)


def _about(contenders: Sequence[ContenderResult]) -> Iterator[str]:
    if contenders:
        yield "## Contenders"
        yield "\n".join(f"- **{one.name}**: {one.about}{_absence(one)}" for one in contenders)


def _absence(one: ContenderResult) -> str:
    return f" *Left out: {one.absent}*" if one.absent else ""


def _table(table: Table) -> str:
    lines = [
        f"## {table.title}\n",
        f"| {' | '.join(table.columns)} |",
        f"|{'|'.join(['---', *('---:' for _ in table.columns[1:])])}|",
    ]
    return "\n".join([*lines, *(f"| {' | '.join(_text(value) for value in row)} |" for row in table.rows)])


def _text(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:,.3g}" if abs(value) < 100 else f"{value:,.0f}"
    return "" if value is None else f"{value:,}" if isinstance(value, int) else value
