"""Scores to the coordinates of plots; a template draws them as SVG.

Every plot has the axes of a unit square or a unit line: figures from 0 to 1.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from exominer.evaluate.comparison import Difference
from exominer.evaluate.curves import Calibration, Curve
from exominer.evaluate.judgements import Score

ROW = 24
SIDE = 260.0
LINE = 240.0
MAX_POINTS = 400


class Bar(Struct, frozen=True):
    """A row of a bar chart in pixels; what is None is not drawn. ``ceiling`` is a mark."""

    label: str
    y: int
    value: float
    low: float | None
    high: float | None
    ceiling: float | None
    title: str


class BarChart(Struct, frozen=True):
    """Bars from 0 to 1 over ``line`` pixels."""

    bars: tuple[Bar, ...]
    height: int
    line: float = LINE


def draw_bars(scores: Mapping[str, Score], ceilings: Mapping[str, float | None]) -> BarChart:
    """A bar of F1 for each score, with its interval and the agreement of annotators.

    Example:
        >>> score = Score(1.0, 0.5, 2 / 3, 0.5, 1.0, 1.0, 1, 2)
        >>> chart = draw_bars({"mirna": score}, {"mirna": 0.9})
        >>> chart.bars[0].value, chart.bars[0].ceiling
        (160.0, 216.0)
    """
    bars = []
    for row, (label, score) in enumerate(scores.items()):
        ceiling = ceilings.get(label)
        bars.append(
            Bar(
                label=label,
                y=row * ROW,
                value=_at(score.f1),
                low=None if score.low is None else _at(score.low),
                high=None if score.high is None else _at(score.high),
                ceiling=None if ceiling is None else _at(ceiling),
                title=f"{label}: F1 {score.f1:.3f}, {score.n_gold} gold",
            )
        )
    return BarChart(tuple(bars), ROW * len(bars))


def _at(value: float) -> float:
    return round(value * LINE, 1)


class Square(Struct, frozen=True):
    """A line through a unit square, and dots of it as (x, y, radius, title)."""

    path: str
    dots: tuple[tuple[float, float, float, str], ...] = ()
    side: float = SIDE


def draw_curve(curve: Curve) -> Square:
    """Precision over recall; of many points an even choice is drawn, always with the last."""
    step = max(1, len(curve.points) // MAX_POINTS)
    chosen = [*curve.points[:-1:step], *curve.points[-1:]]
    marks = [(*_in_square(p.recall, p.precision), p.threshold) for p in chosen]
    path = " ".join(f"{x},{y}" for x, y, _ in marks)
    dots = tuple((x, y, 3.0, f"score {score:.2f} or more") for x, y, score in _thinned(marks))
    return Square(path, dots)


def _thinned(marks: Sequence[tuple[float, float, float]]) -> Sequence[tuple[float, float, float]]:
    return marks[:: max(1, len(marks) // 12)]


def draw_calibration(calibration: Calibration) -> Square:
    """The share of right predictions over their mean score; a dot grows with their number."""
    most = max((b.n for b in calibration.bins), default=1)
    dots = tuple(
        (
            *_in_square(b.score, b.right),
            round(3 + 7 * (b.n / most) ** 0.5, 1),
            f"{b.n} predicted, score {b.score:.2f}, right {b.right:.2f}",
        )
        for b in calibration.bins
    )
    return Square(" ".join(f"{x},{y}" for x, y, *_ in dots), dots)


def _in_square(x: float, y: float) -> tuple[float, float]:
    return round(x * SIDE, 1), round((1 - y) * SIDE, 1)


class Gain(Struct, frozen=True):
    """A row of the plot of differences: a dot and its interval, in pixels from the left."""

    label: str
    y: int
    x: float
    low: float
    high: float
    title: str


class GainChart(Struct, frozen=True):
    """Differences around ``zero``; the plot reaches ``reach`` to either side."""

    gains: tuple[Gain, ...]
    height: int
    zero: float
    reach: float
    line: float = LINE


def draw_gains(differences: Sequence[Difference]) -> GainChart:
    """A dot with its interval for each difference, on one scale."""
    ends = [abs(value) for each in differences for value in (each.low, each.high)]
    reach = max([0.05, *ends])

    def at(value: float) -> float:
        return round(LINE * (0.5 + value / (2 * reach)), 1)

    gains = tuple(
        Gain(
            label=f"{each.task} {each.kind or each.measure}",
            y=row * ROW,
            x=at(each.difference),
            low=at(each.low),
            high=at(each.high),
            title=f"{each.difference:+.3f} ({each.low:+.3f} to {each.high:+.3f}), p {each.p:.3f}",
        )
        for row, each in enumerate(differences)
    )
    return GainChart(gains, ROW * len(gains), LINE / 2, round(reach, 2))
