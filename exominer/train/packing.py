"""A trained pipeline -> a small folder that plain spaCy can load."""

import json
import shutil
from pathlib import Path
from typing import Any

from spacy.language import Language

_ROOT_LABEL = "ROOT"


def save_pipeline(nlp: Language, out_dir: Path) -> None:
    """Write the pipeline without the words of its training data, replacing an older one.

    spaCy stores every string it has met; a model needs those of its labels and tokenizer
    rules alone, and the words of the corpora have no place in it.
    """
    if out_dir.exists():
        shutil.rmtree(out_dir)
    nlp.to_disk(out_dir)
    strings = sorted(_needed_strings(nlp))
    strings_path = out_dir / "vocab" / "strings.json"
    strings_path.write_text(json.dumps(strings, ensure_ascii=False), encoding="utf-8")


def _needed_strings(nlp: Language) -> set[str]:
    strings: set[str] = {_ROOT_LABEL, nlp.lang or ""}
    for name in nlp.pipe_names:
        strings |= set(getattr(nlp.get_pipe(name), "labels", ()))
    tokenizer: Any = nlp.tokenizer
    for rule, pieces in tokenizer.rules.items():
        strings.add(rule)
        for piece in pieces:
            strings |= {text for text in piece.values() if isinstance(text, str)}
    return strings
