"""kindred, a trainable relation classifier, on our parse, mentions and phrases.

    python -m evaluation.relations.kindred_baseline [--abstracts CSV]

kindred (PyPI, MIT) decides on relations between given entities of one sentence. It is given what
it lacks: our parse in place of its spaCy model, our mentions, and as effects the phrases of every
word of change. It learns effect-vesicle, effect-cargo and effect-donor relations on the train
part; an effect of the dev part with a vesicle or a cargo is a claim. Direction and polarity are
those of the rules. Ours is trained on the same part.
"""

import argparse
import hashlib
import os
from pathlib import Path

import kindred

from evaluation.relations.measure import OURS, assemble, measure, read_lessons
from exominer.records import CargoItem, CellItem, Claim, Effect, Evidence
from exominer.relate.arguments import find_arguments, find_triggers
from exominer.relate.assertion import read_polarity
from exominer.relate.learned.documents import DocumentView
from exominer.relate.learned.relating import relate_by_model
from exominer.relate.learned.sentences import PARTS
from exominer.relate.phrases import effect_indices, phrase_direction
from exominer.retraining.relations import TrainingSettings, train_relations

ROLES = {"vesicle": "vesicle", "cargo": "molecule", "donor": "cell"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--abstracts", type=Path, default=os.environ.get("EXOMINER_ABSTRACTS"))
    parser.add_argument("--threshold", type=float, default=0.3)
    arguments = parser.parse_args()
    arguments.test = False
    lessons = read_lessons(arguments)
    classifier = kindred.RelationClassifier(
        classifierType="LogisticRegression",
        threshold=arguments.threshold,
        acceptedEntityTypes=[("effect", part) for part in ROLES.values()],
    )
    classifier.train(make_corpus(lessons["train"], with_gold=True)[0])
    corpus, effects = make_corpus(lessons["dev"], with_gold=False)
    classifier.predict(corpus)
    claims = {
        lesson.name: read_claims(document, effects, lesson.name)
        for lesson, document in zip(lessons["dev"], corpus.documents, strict=True)
    }
    model = train_relations(lessons["train"], TrainingSettings()).model
    ours = {
        lesson.name: assemble(
            relate_by_model(lesson.ruled, model, max_sentences_back=3), model.summary.min_score
        )
        for lesson in lessons["dev"]
    }
    report = measure(lessons["dev"], {OURS: ours, "kindred": claims})
    for system, scores in report.items():
        for level, score in scores["levels"].items():
            shown = (f"{key} {100 * score[key]:.1f}" for key in ("P", "R", "F", "low", "high"))
            print(system, level, *shown, f"{score['found']} of {score['predicted']}")
    print("p at the triple:", report["kindred"]["p_triple"])


def make_corpus(lessons, *, with_gold):
    corpus, effects = kindred.Corpus(), {}
    for lesson in lessons:
        view = DocumentView(lesson.ruled, max_sentences_back=3)
        document, sentences = make_document(view, lesson, effects)
        if with_gold:
            add_gold(document, lesson)
        for sentence in sentences:
            document.addSentence(sentence)
        corpus.addDocument(document)
    corpus.parsed = True
    return corpus, effects


def make_document(view, lesson, effects):
    """Entities and sentences; what an effect says is kept by its entity's id."""
    text, entities, sentences = view.document.text, [], []
    for s in view.sentences:
        tree, placed = s.tree, []
        for mention in s.scene.mentions:
            part = PARTS.get(mention.kind, mention.kind)
            covered = tree.covered(mention.start, mention.end)
            if part in ROLES.values() and covered:
                name = f"{lesson.name}-{mention.mention_id}"
                place = [(mention.start, mention.end)]
                placed.append((kindred.Entity(part, mention.text, place, externalID=name), covered))
        for number, (trigger, reading) in enumerate(find_triggers(tree)):
            found = find_arguments(tree, trigger, reading)
            indices = effect_indices(tree, found, with_subject=True)
            start, end = tree.span(indices)
            name = f"{lesson.name}-E{s.scene.number}-{number}"
            entity = kindred.Entity("effect", text[start:end], [(start, end)], externalID=name)
            effects[name] = (phrase_direction(tree, found), read_polarity(tree, found)[0], s)
            placed.append((entity, list(indices)))
        sentences.append(make_sentence(s, placed))
        entities += [entity for entity, _ in placed]
    return kindred.Document(text, entities=entities, loadFromSimpleTag=False), sentences


def make_sentence(s, placed):
    words = s.tree.tokens
    tokens = [
        kindred.Token(t.text, stem, t.pos, t.start, t.end)
        for t, stem in zip(words, s.stems, strict=True)
    ]
    arcs = [(head, place, words[place].dep) for place, head in enumerate(s.tree.heads)]
    text = " ".join(t.text for t in words)
    sentence = kindred.Sentence(text, tokens, arcs)
    for entity, covered in placed:
        sentence.addEntityAnnotation(entity, covered)
    return sentence


def add_gold(document, lesson):
    """Relations of the candidates that meet a gold effect to the gold fillers beside them."""
    mentions = {m.mention_id: m for m in lesson.gold.mentions}
    for relation in lesson.gold.relations:
        if relation.kind not in ROLES:
            continue
        head, tail = mentions[relation.head], mentions[relation.tail]
        effects = [e for e in document.entities if e.entityType == "effect" and meets(e, head)]
        fillers = [
            e for e in document.entities if e.entityType == ROLES[relation.kind] and meets(e, tail)
        ]
        for effect in effects[:1]:
            for filler in fillers[:1]:
                found = kindred.Relation(relation.kind, [effect, filler], argNames=["e", "f"])
                if found not in document.relations:
                    document.addRelation(found)


def meets(entity, mention):
    return any(start < mention.end and mention.start < end for start, end in entity.position)


def read_claims(document, effects, name):
    by_effect = {}
    for relation in document.relations:
        effect, filler = relation.entities
        by_effect.setdefault(effect, {}).setdefault(relation.relationType, []).append(filler.text)
    claims = []
    for effect, fillers in by_effect.items():
        direction, polarity, s = effects[effect.externalID]
        if not {"vesicle", "cargo"} & fillers.keys():
            continue
        start, end = s.scene.text_start, s.scene.text_end
        evidence = Evidence(name, "prose", "", None, start, end, document.text[start:end])
        claims.append(
            Claim(
                hashlib.sha256(effect.externalID.encode()).hexdigest()[:16], "function",
                tuple(CargoItem(text) for text in dict.fromkeys(fillers.get("cargo", ()))),
                tuple(CellItem(text) for text in dict.fromkeys(fillers.get("donor", ()))), (),
                Effect(effect.text, direction=direction), None, polarity, None, "unspecified",
                "own", (), (evidence,), 1.0,
            )
        )  # fmt: skip
    return tuple(claims)


if __name__ == "__main__":
    main()
