"""Curves of what was measured over the size of an index, as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

MARKERS = "osD^vPX*"


def curves(
    path: Path, lines: Mapping[str, Sequence[tuple[float, float]]], *, title: str, what: str, cost: str, bold: str = ""
) -> None:
    """Draw lines of (size, cost), both logarithmic, on white.

    Args:
        path: where the picture goes (PNG).
        lines: points by the name of their line.
        title: what stands above.
        what: what is counted along the bottom.
        cost: what is counted up the side, with its unit.
        bold: name of the line that stands out.
    """
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt
    from matplotlib.ticker import FuncFormatter, LogFormatter, NullFormatter

    figure, axes = plt.subplots(figsize=(7.5, 4.6), dpi=120, facecolor="white")
    for number, (name, points) in enumerate(lines.items()):
        marker, width = MARKERS[number % len(MARKERS)], 2.6 if name == bold else 1.4
        axes.loglog(*zip(*points, strict=True), marker=marker, label=name, linewidth=width)
    axes.set(xlabel=what, ylabel=cost, title=title)
    axes.set_xticks(sorted({size for points in lines.values() for size, _ in points}))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_minor_formatter(LogFormatter(minor_thresholds=(2, 0.5)))
    axes.grid(visible=True, alpha=0.3)
    axes.legend(fontsize="small", loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False)
    figure.tight_layout()
    figure.savefig(path)
    plt.close(figure)
