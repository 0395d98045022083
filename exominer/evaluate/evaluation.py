"""Options to a report: what `exominer evaluate` does, with reading and extraction passed in."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from exominer.config import EvaluateConfig
from exominer.errors import InputError
from exominer.evaluate.annotation import Annotation
from exominer.evaluate.ceiling import Ceiling, measure_ceiling
from exominer.evaluate.comparison import Difference, compare_systems
from exominer.evaluate.extraction import extract_annotations
from exominer.evaluate.gold import find_gold_kind
from exominer.evaluate.gold_documents import (
    GoldSet,
    Prediction,
    read_gold_set,
    read_prediction,
    require_texts,
)
from exominer.evaluate.judgements import Judgement, Resampling
from exominer.evaluate.options import EvaluationOptions, Stages
from exominer.evaluate.page import render_page
from exominer.evaluate.report import EvaluationReport
from exominer.evaluate.shipped import find_shipped_gold
from exominer.evaluate.system import (
    SystemScores,
    judge_documents,
    score_found_slots,
    score_tasks,
)
from exominer.evaluate.table1_evaluation import evaluate_table1, judge_rows


def run_evaluation(
    options: EvaluationOptions, *, stages: Mapping[str, Stages], settings: EvaluateConfig
) -> EvaluationReport:
    """Score as the options say; the stages run only where claims are not given.

    Scores and a page are written where ``options.out`` names a folder.

    Args:
        options: What to score.
        stages: One system, or two to compare, by name.
        settings: Of the bootstrap.

    Raises:
        InputError: If a file is missing, unreadable or not what the option asks for.
    """
    _check_options(options)
    gold = options.gold or find_shipped_gold()
    if find_gold_kind(gold) == "table1":
        report = _evaluate_rows(gold, options, stages, settings)
    else:
        report = _evaluate_documents(gold, options, stages, settings)
    if options.out:
        write_evaluation(report, options.out)
    return report


def _check_options(options: EvaluationOptions) -> None:
    if options.predicted and options.models:
        found = "--predicted and --model are both given"
        raise InputError("evaluate", found, "Score claims that exist or models, not both.")
    if options.predicted and options.document:
        found = "--predicted and --document are both given"
        raise InputError("evaluate", found, "Score claims that exist or a paper, not both.")
    if len(options.predicted) > 2 or len(set(options.predicted)) < len(options.predicted):
        found = f"--predicted names {', '.join(map(str, options.predicted))}"
        raise InputError("evaluate", found, "Name one, or two different ones to compare.")


def _evaluate_rows(
    gold: Path,
    options: EvaluationOptions,
    stages: Mapping[str, Stages],
    settings: EvaluateConfig,
) -> EvaluationReport:
    for name, value in (("--second", options.second), ("--split", options.split)):
        if value:
            found = f"{name} is given, and the gold holds rows of a table"
            raise InputError(str(gold), found, "Leave it out, or name gold documents.")
    found_rows = evaluate_table1(gold, options, stages, settings)
    judgements = [judge_rows(scores) for scores in found_rows.scores.values()]
    rows = tuple(dict.fromkeys(judgement.document for judgement in judgements[0]))
    return EvaluationReport(
        gold=gold.name,
        split="",
        scored=found_rows.papers,
        table1=found_rows.scores,
        differences=_compare(judgements, Resampling(rows, settings.resamples, settings.seed)),
        notes=found_rows.notes,
    )


def _evaluate_documents(
    gold: Path,
    options: EvaluationOptions,
    stages: Mapping[str, Stages],
    settings: EvaluateConfig,
) -> EvaluationReport:
    if options.document:
        found = "the gold file holds documents of its own"
        raise InputError(str(gold), found, "Leave --document out, or name --predicted.")
    gold_set = read_gold_set(gold, split=options.split, texts=options.texts)
    predictions = _predict(gold_set, options, stages)
    names = tuple(document.id for document in gold_set.documents)
    resampling = Resampling(names, settings.resamples, settings.seed)
    back = options.max_sentences_back
    judged = {
        name: judge_documents(gold_set.documents, side.documents, max_sentences_back=back)
        for name, side in predictions.items()
    }
    second = read_prediction(options.second, texts=options.texts) if options.second else None
    return EvaluationReport(
        gold=gold.name,
        split=options.split,
        scored=tuple(predictions),
        documents=names,
        left_out=gold_set.left_out,
        systems=tuple(
            _score(name, predictions[name], judgements, gold_set.documents, resampling)
            for name, judgements in judged.items()
        ),
        ceiling=_ceiling(options, gold_set, second) if second else None,
        differences=_compare(list(judged.values()), resampling),
        notes=_notes(gold_set, predictions.values()),
    )


def _predict(
    gold: GoldSet, options: EvaluationOptions, stages: Mapping[str, Stages]
) -> dict[str, Prediction]:
    if options.predicted:
        return {str(path): read_prediction(path, texts=options.texts) for path in options.predicted}
    require_texts(gold.documents)
    return {
        name: Prediction(extract_annotations(gold.documents, system))
        for name, system in stages.items()
    }


def _score(
    name: str,
    prediction: Prediction,
    judgements: Sequence[Judgement],
    gold: Sequence[Annotation],
    resampling: Resampling,
) -> SystemScores:
    named = {document.id: document.document for document in gold}
    # A file of claims does not tell a document without claims from one never looked at.
    lists_documents = any(side.has_mentions for side in prediction.documents.values())
    said = prediction.documents.keys() if lists_documents else named.keys()
    return SystemScores(
        name=name,
        tasks=score_tasks(judgements, named, resampling),
        slots_found=score_found_slots(judgements),
        missing=tuple(name for name in named if name not in said),
        unknown=tuple(sorted(prediction.documents.keys() - named.keys())),
        n_without_evidence=prediction.n_without_evidence,
    )


def _ceiling(options: EvaluationOptions, gold: GoldSet, second: Prediction) -> Ceiling:
    name = options.second.name if options.second else ""
    ceiling = measure_ceiling(
        name, gold.documents, second.documents, max_sentences_back=options.max_sentences_back
    )
    if not ceiling.documents:
        found = "no document of the gold was annotated a second time there"
        raise InputError(str(options.second), found, "Name a file of the same documents.")
    return ceiling


def _compare(
    judged: Sequence[Sequence[Judgement]], resampling: Resampling
) -> tuple[Difference, ...]:
    return compare_systems(judged[0], judged[1], resampling) if len(judged) == 2 else ()


def _notes(gold: GoldSet, predictions: Iterable[Prediction]) -> tuple[str, ...]:
    notes = []
    if len(gold.documents) < 2:
        notes.append("One document: intervals say nothing, as there is nothing to draw from.")
    said = [side for prediction in predictions for side in prediction.documents.values()]
    for task, known in (
        ("Mentions", lambda side: side.has_mentions),
        ("Relations", lambda side: side.has_relations),
    ):
        if all(map(known, gold.documents)) and not all(map(known, said)):
            notes.append(f"{task} are not scored: what was predicted tells none.")
    return tuple(notes)


def write_evaluation(report: EvaluationReport, out_dir: Path) -> None:
    """Write scores.json and evaluation.html into a folder, which is made if need be.

    Raises:
        InputError: If the folder cannot be made.
    """
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(str(out_dir), error.strerror or "not writable", "Check --out.") from error
    write_scores(report, out_dir)
    page = render_page(report)
    (out_dir / "evaluation.html").write_text(page, encoding="utf-8", errors="replace")


def write_scores(report: EvaluationReport, out_dir: Path) -> Path:
    """Write scores.json into a folder that is there; return its path."""
    path = out_dir / "scores.json"
    path.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")
    return path
