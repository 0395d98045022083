"""Models of ever more documents to what the next fifty would bring."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from msgspec import Struct, structs

from exominer.config import Config
from exominer.corpus import AnnotatedGold
from exominer.errors import InputError
from exominer.evaluate.judgements import Score, count_judgements, score_counts
from exominer.pages import load_template
from exominer.retraining.comparison import JUDGED, judge_models
from exominer.retraining.trial import TRAINERS, RetrainingOptions, read_corpus
from exominer.train.learning_curve import CurvePoint, Forecast, forecast_score, nested_subsets
from exominer.train.recogniser import pass_over
from exominer.train.training_corpus import TrainingCorpus

N_MORE = 50
_SHARES = (0.25, 0.5, 0.75, 1.0)
_WIDTH, _HEIGHT = 560.0, 260.0


class LearningCurve(Struct, frozen=True):
    """Scores by number of training documents, and what more of them would bring.

    ``measure`` says what was scored, on ``n_held_out`` documents; ``now`` and ``more`` are
    the fitted curve at all documents and at ``N_MORE`` more.
    """

    kind: str
    measure: str
    n_held_out: int
    points: tuple[CurvePoint, ...]
    now: Forecast
    more: Forecast


def measure_curve(
    options: RetrainingOptions,
    config: Config,
    *,
    repeats: int,
    on_point: Callable[[int, int], None] = lambda _done, _total: None,
) -> LearningCurve:
    """Train on a quarter, half, three quarters and all of the documents, and score each model.

    Each repetition draws the documents anew; the subsets of one lie within each other.

    Raises:
        InputError: If too few documents are there, none is held out, or ``out`` is a file.
    """
    if options.out.is_file():
        raise InputError(str(options.out), "a file", "Name a folder for figures and plot.")
    corpus = read_corpus(options)
    n_train = len(corpus.train)
    sizes = sorted({round(share * n_train) for share in _SHARES} - {0})
    if len(sizes) < len(_SHARES) or not corpus.held_out:
        found = f"{n_train} documents to train on, {len(corpus.held_out)} held out"
        raise InputError("train curve", found, "A curve needs 8 or more, and some held out.")
    points: list[CurvePoint] = []
    ids = [document.id for document in corpus.train]
    for repeat in range(repeats):
        for chosen in nested_subsets(ids, sizes, seed=config.train.seed + repeat):
            on_point(len(points), repeats * len(sizes))
            score = _score_subset(corpus, set(chosen), options, config)
            points.append(CurvePoint(len(chosen), score))
    on_point(len(points), repeats * len(sizes))
    task, measure = JUDGED[options.kind][0]
    seed = config.train.seed
    return LearningCurve(
        kind=options.kind,
        measure=f"F1 of {task}, {measure}",
        n_held_out=len(corpus.held_out),
        points=tuple(points),
        now=forecast_score(points, n_train, seed=seed),
        more=forecast_score(points, n_train + N_MORE, seed=seed),
    )


def _score_subset(
    corpus: TrainingCorpus, chosen: set[str], options: RetrainingOptions, config: Config
) -> float:
    train = tuple(document for document in corpus.train if document.id in chosen)
    smaller = structs.replace(corpus, train=train)
    with TemporaryDirectory() as folder:
        model = Path(folder) / "model"
        TRAINERS[options.kind](smaller, model, options, config, pass_over)
        return score_model(corpus.held_out, model, options.kind, config).f1


def score_model(
    documents: Sequence[AnnotatedGold], model: Path, kind: str, config: Config
) -> Score:
    """Score a model as a whole by the first measure of its kind."""
    judged = judge_models(documents, (model,), config)
    chosen = [j for j in judged if (j.task, j.measure) == JUDGED[kind][0]]
    return score_counts(count_judgements(chosen, [document.id for document in documents])[""])


def write_curve(curve: LearningCurve, out_dir: Path) -> None:
    """Write ``curve.json`` and the plot ``curve.svg``."""
    out_dir.mkdir(parents=True, exist_ok=True)
    encoded = msgspec.json.format(msgspec.json.encode(curve), indent=2)
    (out_dir / "curve.json").write_bytes(encoded + b"\n")
    (out_dir / "curve.svg").write_text(draw_curve(curve), encoding="utf-8")


def draw_curve(curve: LearningCurve) -> str:
    """Draw the points, the fitted curve and its interval at the end as SVG."""
    most = curve.more.n_documents
    scores = [point.score for point in curve.points]
    bottom = max(0.0, min(*scores, curve.more.low) - 0.05)
    top = min(1.0, max(*scores, curve.more.high) + 0.05)

    def place(n_documents: float, score: float) -> tuple[float, float]:
        share = (score - bottom) / (top - bottom)
        return round(_WIDTH * n_documents / most, 1), round(_HEIGHT * (1 - share), 1)

    sizes = [round(most * step / 40) for step in range(4, 41)]
    line = [place(n, forecast_score(curve.points, n, seed=0).score) for n in sizes if n > 0]
    return load_template("exominer.retraining", "curve.svg").render(
        curve=curve,
        width=_WIDTH,
        height=_HEIGHT,
        line=" ".join(f"{x},{y}" for x, y in line),
        dots=[(*place(p.n_documents, p.score), p) for p in curve.points],
        whisker=(place(most, curve.more.low), place(most, curve.more.high)),
        ticks=[(round(_WIDTH * n / most, 1), n) for n in (0, curve.now.n_documents, most)],
        levels=[(round(_HEIGHT * (1 - s), 1), bottom + s * (top - bottom)) for s in (0, 0.5, 1)],
    )
