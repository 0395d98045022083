"""The models of a run -> checks: which, from where, how good, and whether they work together."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from exominer.config import Config
from exominer.doctor.check import Check
from exominer.errors import ExominerError, ModelError
from exominer.model_sources.cache import find_cache_dir, list_cached
from exominer.records import Document, Sentence
from exominer.run.fingerprint import (
    Model,
    advise_training,
    find_models,
    find_versions,
    is_trained_with,
)

_TRIAL: Final = (
    "Exosomes from A549 cells irradiated with 2 Gy increased the invasion of U251 cells."
)


def check_models(names: Sequence[str]) -> Iterator[Check]:
    """Find the models that a run with these names would take, and try them on a sentence."""
    try:
        models = find_models(names)
    except ModelError as error:
        yield Check("models", error.where, "wrong", error.found, error.do)
        return
    for kind in ("recogniser", "relations"):
        if kind in models:
            yield from check_model(kind, models[kind])
        else:
            do = "Install exominer anew; its models come with it."
            yield Check("models", kind, "wrong", "none is here", do)
    if {"recogniser", "relations"} <= models.keys():
        yield check_fit(models["relations"], models["recogniser"])
        yield try_models(models)


def check_model(kind: str, model: Model) -> Iterator[Check]:
    """Name a model, where it is from, and what its card says of its scores."""
    yield Check("models", kind, "ok", f"{model.title}, {format_place(model)}")
    for line in format_scores(model.summary):
        yield Check("models", "", "ok", line)
    if not model.is_foreign:
        return
    kinds = model.summary.get("kinds")
    found = sorted({str(kind) for kind in kinds.values()}) if isinstance(kinds, dict) else []
    said = f"finds {', '.join(found)}; the rest, tokens and arcs by {model.summary['runs_with']}"
    yield Check("models", "", "ok", said)
    if left_out := model.summary.get("labels_left_out"):
        said = f"left out, as no kind of ours: {', '.join(map(str, _list(left_out)))}"
        yield Check("models", "", "note", said)
    made_for, version = str(model.summary.get("made_for_spacy")), find_versions()["spacy"]
    if not _is_in(version, made_for):
        said = f"made for spaCy {made_for}, and {version} is here: it may find less than it could"
        yield Check("models", "", "note", said)


def format_place(model: Model) -> str:
    """Where a model is from.

    Example:
        >>> from pathlib import Path
        >>> format_place(Model("mine", Path("mine"), {"kind": "relations"}))
        'from mine'
    """
    if model.is_shipped:
        return "as shipped"
    place = f"from {model.summary.get('source', model.path)}"
    if sha256 := model.summary.get("archive_sha256"):
        place += f" (SHA-256 {sha256})"
    licence = model.summary.get("license")
    return f"{place}, licence {licence}" if licence else place


def format_scores(summary: Mapping[str, Any]) -> list[str]:
    """What the card of a model says of its scores, a line for each part; F1 in per cent."""
    lines = []
    if isinstance(trial := summary.get("trial"), dict) and trial.get("changes"):
        changes = [change for change in trial["changes"] if change.get("has_a_say", True)]
        shown = ", ".join(
            f"{c['kind']} ({c['measure']}) {_per_cent(c['old'])} to {_per_cent(c['new'])}"
            for c in changes
        )
        with_what = f"{trial.get('compared_with')}, {trial.get('n_documents')} documents"
        lines.append(f"F1 beside the model before it ({with_what}): {shown}")
    if isinstance(mentions := summary.get("mentions"), dict):
        found = {
            name: _find(parts, "test", "all", "f1", "value") for name, parts in mentions.items()
        }
        lines.append(f"F1 on the test parts of its corpora: {_format_all(found)}")
    if isinstance(syntax := summary.get("syntax"), dict):
        found = {
            name: _find(part, "las", "value") for name, part in syntax.items() if "test" in name
        }
        lines.append(f"labelled arcs: {_format_all(found)}")
    if isinstance(levels := summary.get("levels"), dict):
        found = {name: _find(level, "f1") for name, level in levels.items()}
        lines.append(f"F1 of claims by cross-validation: {_format_all(found)}")
    if isinstance(scores := summary.get("scores"), dict) and scores:
        found = {name: _find(scores, name) for name in scores}
        lines.append(f"by its makers' account, on their data: {_format_all(found)}")
    return lines or ["its card names no scores"]


def check_fit(relations: Model, recogniser: Model) -> Check:
    """Tell whether the relation model has learnt with the mentions that it will be given."""
    learnt = relations.summary.get("recogniser", "an unknown recogniser")
    if is_trained_with(relations, recogniser):
        return Check("models", "together", "ok", f"relations were trained with {learnt}")
    said = f"relations were trained with {learnt}, not with this recogniser: claims may be worse"
    return Check("models", "together", "note", f"{said}; {advise_training(recogniser)}")


def try_models(models: Mapping[str, Model]) -> Check:
    """Load the models and read a sentence with them."""
    # spaCy is loaded here, so that a broken one is found and told.
    document = Document("trial", "", "text", _TRIAL, sentences=(Sentence(0, len(_TRIAL)),))
    do = "Say what stands above and this line when asking for help."
    try:
        from exominer.run.analysis import load_analyser  # noqa: PLC0415

        folders = {kind: model.folder for kind, model in models.items()}
        analysis = load_analyser(folders, Config())(document)
    except ExominerError as error:
        return Check("models", "trial", "wrong", str(error))
    except Exception as error:  # noqa: BLE001 - whatever is broken is to be told
        said = f"a sentence can't be read ({type(error).__name__}: {error})".splitlines()[0]
        return Check("models", "trial", "wrong", said, do)
    n_mentions = len([m for m in analysis.related.mentions if m.kind != "effect"])
    said = f"a sentence was read: {n_mentions} mentions and {len(analysis.claims)} claims in it"
    return Check("models", "trial", "ok", said)


def check_cache() -> Iterator[Check]:
    """List the models that were fetched or unpacked."""
    try:
        folder, cached = find_cache_dir(), list_cached()
    except (ModelError, OSError) as error:
        yield Check("cache", "folder", "note", str(error))
        return
    size = sum(origin.n_bytes for _, origin in cached) / 1e6
    said = f"{folder}: {len(cached)} models, {size:,.0f} MB"
    yield Check("cache", "folder", "ok", said if cached else f"{folder}: no models")
    for entry, origin in cached:
        said = f"{origin.n_bytes / 1e6:,.0f} MB, {origin.fetched[:10]}, from {origin.source}"
        yield Check("cache", entry.name, "ok", said)


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _is_in(version: str, asked: str) -> bool:
    try:
        return not asked or SpecifierSet(asked).contains(version, prereleases=True)
    except InvalidSpecifier:
        return False


def _find(value: object, *path: str) -> float | None:
    """A number deep in a summary, which a person may have edited."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, float | int) else None


def _format_all(found: Mapping[str, float | None]) -> str:
    return ", ".join(
        f"{name} {_per_cent(value)}" for name, value in found.items() if value is not None
    )


def _per_cent(value: object) -> str:
    return f"{100 * value:.1f}" if isinstance(value, float | int) else "?"
