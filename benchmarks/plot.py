"""A picture of a result: bars of p50 with a line up to p99, one panel a group of questions."""

from pathlib import Path

from benchmarks.result import Result


def draw_plot(result: Result, path: Path) -> Path | None:
    """Draws contenders' times; None where there are none, or matplotlib is not installed."""
    present = [one for one in result.contenders if one.groups]
    if not present:
        return None
    try:
        import matplotlib as mpl
    except ImportError:
        return None
    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "pakmud"  # the same result gives the same file
    mpl.rcParams["svg.fonttype"] = "none"
    from matplotlib import pyplot

    groups = list(dict.fromkeys(group for one in present for group in one.groups))
    columns = min(2, len(groups))
    lines = -(-len(groups) // columns)
    figure, axes = pyplot.subplots(
        lines, columns, figsize=(5 * columns, 0.6 + 0.24 * lines * (len(present) + 2)), squeeze=False
    )
    for axis, group in zip(axes.flat, groups, strict=False):
        measured = [(one.name, one.groups[group]) for one in present if group in one.groups][::-1]
        names, times = [name for name, _ in measured], [taken for _, taken in measured]
        colours = ["#1d70b8" if name.startswith("pakmud") else "#b1b4b6" for name in names]
        axis.barh(names, [one.p50_us for one in times], color=colours)
        axis.hlines(names, [one.p50_us for one in times], [one.p99_us for one in times], color="#505a5f", linewidth=1)
        axis.set_xscale("log")
        axis.set_title(group, fontsize=9)
        axis.tick_params(labelsize=7)
        axis.set_xlabel("µs: bar p50, line to p99", fontsize=7)
    for axis in list(axes.flat)[len(groups) :]:
        axis.set_visible(False)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
    return path
