"""Stages without a model, as functions of a module so that other processes find them.

A fake paper says in its first word what reading it does; every "MIR" in it is a claim.
"""

import hashlib
import os
import re
import signal
import time
from pathlib import Path

from exominer.ingest.inputs import find_inputs
from exominer.records import (
    AnnotatedDocument,
    CargoItem,
    Claim,
    Document,
    Effect,
    Evidence,
    Mention,
    Radiation,
    Relation,
)
from exominer.run.stages import Analysis, Stages


def read_document(path, *, document, settings, part=None):  # noqa: ARG001 - the signature of the stage
    content = part.read(path) if part else Path(path).read_bytes()
    text = content.decode()
    word = text.split(" ", maxsplit=1)[0]
    if word == "SLEEP":
        time.sleep(60)
    if word == "ABORT":
        os.abort()
    if word == "GREEDY":
        bytearray(64 * 2**30)
    if word == "RAISE":
        raise ValueError("a bug in a reader")
    if word == "FLOOD":
        text = "x" * 2**26
    digest = hashlib.sha256(content).hexdigest()
    if word == "EMPTY":
        return Document(document, digest, "text", "", status="empty", reason="no text in it")
    return Document(document, digest, "text", text, title=word.title(), warnings=("a warning",))


def load_analyser(model_dirs, config):  # noqa: ARG001 - the signature of the stage
    return analyse


def analyse(document):
    if "BUG" in document.text:
        raise KeyError("a bug in a later stage")
    if "KILL" in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "SLOW" in document.text:
        time.sleep(0.3)
    if "HANG" in document.text:
        time.sleep(60)
    cargo = [
        Mention(f"T{n}", "mirna", m.start(), m.end(), m.group(), source="fake")
        for n, m in enumerate(re.finditer("MIR", document.text))
    ]
    end = len(document.text)
    effect = Mention("E1", "effect", 0, end, document.text)
    relations = tuple(Relation(f"R{m.mention_id}", "cargo", "E1", m.mention_id) for m in cargo)
    evidence = (Evidence(document.document, "prose", "", None, 0, end, document.text),)
    claims = tuple(
        Claim(
            claim_id=f"{document.sha256[:8]}{number}",
            kind="function",
            cargo=(CargoItem(mention.text, "miRNA"),),
            donor_cell=(),
            recipient_cell=(),
            effect=Effect(document.text),
            radiation=Radiation("2 Gy", dose_gy=(2.0,)) if number % 2 else None,
            polarity="asserted",
            cue=None,
            study_model="unspecified",
            finding="own",
            citations=(),
            evidence=evidence,
            score=0.25 if number else 0.75,
        )
        for number, mention in enumerate(cargo)
    )
    related = AnnotatedDocument(document, mentions=(*cargo, effect), relations=relations)
    return Analysis(related, claims)


FAKE = Stages(find_inputs=find_inputs, read_document=read_document, load_analyser=load_analyser)
