"""What speaks for a word beginning an effect phrase, and for a word ending it."""

import re
from collections.abc import Iterator
from typing import Final, Literal

from exominer.relate.agents import cargo_key, read_agent
from exominer.relate.arguments import find_arguments
from exominer.relate.effect_words import EffectWord
from exominer.relate.learned.documents import DocumentView
from exominer.relate.learned.sentences import SUBJECTS, SentenceView

LONGEST_EFFECT: Final = 20
START_POS: Final = frozenset({"VERB", "AUX", "NOUN", "ADJ", "ADV", "PROPN", "SYM"})
_OBJECTS: Final = ("dobj", "attr", "acomp", "xcomp", "oprd")
_MARKERS: Final = frozenset({"aux", "auxpass", "neg", "advmod", "prep", "mark", "prt", "det", "cc"})
_OPEN_POS: Final = frozenset({"ADP", "CCONJ", "SCONJ", "DET", "PUNCT"})
_JOINING: Final = frozenset({"ADP", "CCONJ", "PUNCT", "SCONJ"})
_ANAPHORIC: Final = frozenset({"this", "these", "such", "its", "their"})
_UNREAD: Final = {
    "verb": EffectWord("", "verb", "change", "none"),
    "adjective": EffectWord("", "adjective", "state", "none"),
}
"""How a predicate that is no word of change is read, so that it has arguments."""
_CONTROL: Final = re.compile(
    r"inhibit|knock|sirna|shrna|antibod|antagom|silenc|deplet|block|gw4869|mimic|overexpress"
    r"|transfect|delet|loss|lack|absence|without|scaveng|dnase|rnase|heparin|neutrali"
)


def start_candidates(sentence: SentenceView) -> list[int]:
    """Tokens that can be the head of an effect phrase; helping verbs are none."""
    return [
        i
        for i, token in enumerate(sentence.tree.tokens)
        if token.pos in START_POS and token.dep not in {"aux", "auxpass"}
    ]


def sentence_features(view: DocumentView, number: int) -> set[str]:
    """What all words of a sentence share: its words, its place and the vesicles around it."""
    sentence = view.sentences[number]
    n_sentences, with_vesicle = len(view.sentences), sum(bool(s.vesicles) for s in view.sentences)
    before = bool(view.sentences[number - 1].vesicles) if number else "-"
    found = {f"sentence has {word}" for word in sentence.words}
    return found | {
        f"place {min(5 * number // n_sentences, 4)}",
        f"document of {min(n_sentences // 5, 6)}",
        f"first {number == 0}",
        f"last {number == n_sentences - 1}",
        f"vesicle sentences {min(with_vesicle, 6)}",
        f"vesicle here {bool(sentence.vesicles)}",
        f"vesicle before {before}",
        f"subject before {_topic(view, number - 1)}",
    }


def _topic(view: DocumentView, number: int) -> str:
    """What the subject of the main clause of a sentence holds."""
    if number < 0:
        return "^"
    sentence, found = view.sentences[number], set[str]()
    tree = sentence.tree
    for root in range(len(tree)):
        if tree.heads[root] == root:
            subjects = [i for i in tree.children(root) if tree.tokens[i].dep in SUBJECTS][:1]
            for subject in subjects:
                pronoun = tree.tokens[subject].pos == "PRON"
                other = sentence.lower[subject] if pronoun else "0"
                found |= set(sentence.parts_in(tree.subtree(subject)) or [other])
    return "+".join(sorted(found)) or "-"


def start_features(view: DocumentView, number: int, index: int) -> set[str]:
    """What speaks for or against an effect phrase that begins at a token."""
    sentence = view.sentences[number]
    found = set(_word_features(sentence, index))
    found.update(_child_features(view, sentence, index))
    found.update(_subject_features(view, number, index))
    found.update(_vesicle_features(view, number, index))
    found.update(_rule_features(view, number, index))
    found.update(_agent_features(view, number, index))
    return found


def _word_features(s: SentenceView, i: int) -> Iterator[str]:
    tree, token, head = s.tree, s.tree.tokens[i], s.tree.heads[i]
    word, is_root = s.lower[i], head == i
    yield from (f"w {word}", f"stem {s.stems[i]}", f"pos {token.pos}", f"tag {token.tag}")
    yield from (f"dep {token.dep}", f"tag {token.tag} {token.dep}", f"suffix {word[-3:]}")
    for offset in (-2, -1, 1, 2):
        yield f"w{offset:+d} {s.word(i + offset)}"
    yield from (f"pos-1 {s.pos(i - 1)}", f"pos+1 {s.pos(i + 1)}")
    yield f"pos {s.pos(i - 1)} {token.pos} {s.pos(i + 1)}"
    yield from (f"words {s.word(i - 1)} {word}", f"words {word} {s.word(i + 1)}")
    yield from (f"part {s.parts[i]}", f"part-1 {s.part(i - 1)}", f"part+1 {s.part(i + 1)}")
    yield f"head {'ROOT' if is_root else s.stems[head]}"
    yield f"head {'ROOT' if is_root else tree.tokens[head].pos} {token.dep}"
    for name, at in (("reads", i), ("head reads", head)):
        for reading in s.readings[at]:
            yield f"{name} {reading.pos} {reading.sort} {reading.direction}"
            if at == i:
                yield f"reads {reading.pos} {reading.sort} {token.tag}"
    if not s.readings[i]:
        yield "reads none"
        yield f"reads none {token.tag}"
    ancestors = list(tree.ancestors(i))
    yield from (f"under {s.stems[a]}" for a in ancestors[:4])
    yield f"depth {min(len(ancestors), 5)}"
    verb = next((j for j in range(i - 1, -1, -1) if tree.tokens[j].pos == "VERB"), None)
    yield f"verb before {s.stems[verb] if verb is not None else '-'}"
    left = next((s.parts[j] for j in range(i - 1, -1, -1) if s.parts[j]), "0")
    right = next((part for part in s.parts[i + 1 :] if part), "0")
    yield from (f"left {left}", f"right {right}", f"quarter {min(4 * i // len(s), 3)}")


def _child_features(view: DocumentView, s: SentenceView, i: int) -> Iterator[str]:
    tree = s.tree
    for child in tree.children(i):
        dep = tree.tokens[child].dep
        yield f"has {dep}"
        if dep in _MARKERS:
            yield f"has {dep} {s.lower[child]}"
        if dep in _OBJECTS:
            yield f"object {dep} {s.stems[child]}"
            yield from (f"object {part}" for part in s.parts_in(tree.noun_phrase(child)))
            yield from (f"object reads {r.sort} {r.direction}" for r in s.readings[child])
        if dep in {"prep", "agent"}:
            below = tree.subtree(child)[:12]
            yield from (f"{s.lower[child]} {part}" for part in s.parts_in(below))
            for noun in tree.children(child, "pobj")[:1]:
                phrase = _phrase_features(view, s, noun)
                yield from (f"by {name}" for name in phrase if name.startswith("has "))
        if dep in {*_OBJECTS, "nsubjpass"} and dep != "xcomp":
            yield from (f"object {name}" for name in _phrase_features(view, s, child))


def _phrase_features(view: DocumentView, s: SentenceView, noun: int) -> set[str]:
    """The words of a noun phrase, and what the document knows of the names in it."""
    tree = s.tree
    words = tree.subtree(noun)
    if len(words) > 25:
        words = tree.noun_phrase(noun)
    kept = {"NOUN", "PROPN", "ADJ", "VERB", "DET", "PRON", "ADP", "ADV"}
    found = {f"has {s.stems[i]}" for i in words if tree.tokens[i].pos in kept}
    if any(_CONTROL.search(s.lower[i]) for i in words):
        found.add("is a control")
    for i in words:
        mention, part = s.mentions[i], s.parts[i]
        if mention is None or part not in {"molecule", "cell"}:
            continue
        key = cargo_key(mention)
        known = key in (view.established if part == "molecule" else view.donors)
        found.add(f"{part} known {known} near vesicle {min(view.near_vesicle[key], 2)}")
    if tree.tokens[noun].pos == "PRON" or _ANAPHORIC & {s.lower[i] for i in words[:2]}:
        found.add("points back")
    return found


def _subject_features(view: DocumentView, number: int, i: int) -> Iterator[str]:
    s = view.sentences[number]
    tree, token, before = s.tree, s.tree.tokens[i], _topic(view, number - 1)
    subject, reached, dep = s.subject(i)
    yield f"subject {reached} {dep}"
    yield f"subject after {before} {s.parts[subject] if subject is not None else '-'}"
    if subject is None or subject == i:
        return
    words = tree.noun_phrase(subject) if reached == "acl" else tree.subtree(subject)
    words = [j for j in words if j != i]
    sorts = {r.sort for r in s.readings[i]}
    for part in s.parts_in(words) or ["0"]:
        yield from (f"subject {part}", f"subject {part} {dep} {reached}")
        yield f"subject {part} {token.pos}"
        yield from (f"subject {part} {sort}" for sort in sorts)
    yield from (f"subject is {s.stems[subject]}", f"subject head {s.parts[subject]}")
    yield f"subject head {s.parts[subject]} {token.tag}"
    if words:
        yield f"subject begins {s.lower[words[0]]}"
    phrase = _phrase_features(view, s, subject)
    yield from (f"subject {name}" for name in phrase)
    told = [name for name in phrase if not name.startswith("has ")]
    yield from (f"subject {name} {sort}" for name in told for sort in sorts)
    if "points back" in phrase:
        yield f"points back to {before}"


def _agent_features(view: DocumentView, number: int, i: int) -> Iterator[str]:
    """What the grammar of the rules takes a predicate's agents, means and themes for."""
    s = view.sentences[number]
    token = s.tree.tokens[i]
    if token.pos not in {"VERB", "AUX", "ADJ"}:
        return
    pos: Literal["verb", "adjective"] = "adjective" if token.pos == "ADJ" else "verb"
    reading = next((r for r in s.readings[i] if r.pos == pos), _UNREAD[pos])
    arguments = find_arguments(s.tree, i, reading)
    links = view.links_by_sentence.get(s.scene.number, [])
    for name, nouns in (
        ("agent", arguments.agents),
        ("theme", arguments.themes),
        ("means", arguments.means),
    ):
        sorts = set()
        for noun in nouns:
            agent = read_agent(s.scene, noun, links, view.established)
            sorts.add(agent.sort if agent is not None else s.parts[noun] or "other")
        for sort in sorted(sorts) or ["none"]:
            yield from (f"{name} {sort}", f"{name} {sort} {reading.sort}")
            yield f"{name} {sort} passive {arguments.passive} {bool(s.vesicles)}"


def _vesicle_features(view: DocumentView, number: int, i: int) -> Iterator[str]:
    s = view.sentences[number]
    if s.vesicles:
        nearest = min(s.vesicles, key=lambda j: abs(j - i))
        above = set(s.tree.ancestors(i))
        yield f"vesicle left {any(j < i for j in s.vesicles)}"
        yield f"vesicle right {any(j > i for j in s.vesicles)}"
        yield f"vesicle at {min(abs(nearest - i) // 3, 5)} {nearest < i}"
        yield f"vesicle by {s.path(i, nearest, longest=6)}"
        yield f"vesicle above {any(j in above for j in s.vesicles)}"
        return
    last = next((d for d in range(1, number + 1) if view.sentences[number - d].vesicles), 5)
    following = number + 1 < len(view.sentences) and bool(view.sentences[number + 1].vesicles)
    subject, _, _ = s.subject(i)
    yield from ("no vesicle", f"no vesicle for {min(last, 5)}", f"no vesicle, next {following}")
    yield from (f"no vesicle {reading.sort}" for reading in s.readings[i])
    yield f"no vesicle, subject {s.parts[subject] if subject is not None else '-'}"
    yield f"no vesicle, subject is {s.stems[subject] if subject is not None else '-'}"


def _rule_features(view: DocumentView, number: int, i: int) -> Iterator[str]:
    spans = view.rules_in(view.sentences[number])
    held = False
    for first, last, frame in spans:
        if i == first:
            yield from ("rule begins", f"rule begins {frame.kind}")
            yield f"rule begins {frame.score:.1f}"
        elif first < i <= last:
            yield "inside rule"
        elif i == last + 1:
            yield "after rule"
        else:
            continue
        held = True
    if not held:
        yield f"no rule here, elsewhere {bool(spans)}"


def end_candidates(sentence: SentenceView, start: int) -> list[int]:
    """Tokens that can close the phrase: no preposition or "and", no mention cut.

    Inside a mention that runs on further than a phrase may, the first token alone.
    """
    found = []
    for index in range(start, min(len(sentence), start + LONGEST_EFFECT)):
        token = sentence.tree.tokens[index]
        if index > start and token.text in {";", ".", ":"}:
            break
        is_open = token.pos in _OPEN_POS and token.text not in {")", "]", "%"}
        mention = sentence.mentions[index]
        cut = (
            mention is not None
            and index + 1 < len(sentence)
            and sentence.mentions[index + 1] is mention
        )
        if not cut and (index == start or not is_open or token.dep == "prt"):
            found.append(index)
    return found or [start]


def end_features(view: DocumentView, number: int, start: int, end: int) -> set[str]:
    """What speaks for or against a phrase from ``start`` ending with ``end``."""
    s = view.sentences[number]
    found = set(_inside_features(s, start, end))
    found.update(_border_features(s, start, end))
    for first, last, _ in view.rules_in(s):
        if first <= start <= last:
            found.add(f"rule ends {(last > end) - (last < end)}")
    return found


def _inside_features(s: SentenceView, i: int, j: int) -> Iterator[str]:
    tree, token, sort = s.tree, s.tree.tokens[j], s.sort(i)
    pos, length, part = tree.tokens[i].pos, min(j - i, 12), s.parts[j]
    inside = range(i, j + 1)
    yield from (f"length {length}", f"length {length} {pos}", f"length {min(j - i, 6)} {sort}")
    yield from (f"last {s.lower[j]}", f"last {token.pos}", f"last {token.dep}", f"last {part}")
    yield from (f"last {part} {token.dep}", f"last {sort} {token.dep}")
    yield from (f"{s.lower[i]} {min(j - i, 3)}", f"last {pos} {token.dep} {part}")
    objects = tree.children(i, "dobj", "attr", "acomp", "oprd", "xcomp", "nsubjpass")
    held = "none" if not objects else "all" if all(o <= j for o in objects) else "cut"
    yield f"objects {held} {pos}"
    yield f"parts {'+'.join(s.parts_in(inside))}"
    yield f"noun {any(s.pos(x) in {'NOUN', 'PROPN'} for x in inside)} {pos}"
    yield f"verb {any(s.pos(x) == 'VERB' for x in range(i + 1, j + 1))}"
    prepositions = [x for x in inside if s.pos(x) == "ADP"]
    last = s.lower[prepositions[-1]] if prepositions[-1:] and prepositions[-1] > i else "-"
    yield from (f"prepositions {min(len(prepositions), 3)}", f"preposition {last}")
    yield from (f"preposition {last} {part}", f"preposition {last} {sort}")
    joined = any(tree.tokens[x].dep == "cc" for x in inside)
    yield f"joined {joined} {token.dep == 'conj'}"
    yield f"head {i <= tree.heads[j] <= j}"


def _border_features(s: SentenceView, i: int, j: int) -> Iterator[str]:
    tree, following, sort = s.tree, j + 1, s.sort(i)
    below = set(tree.subtree(i))
    yield f"below {j in below} {following in below}"
    if following >= len(s):
        yield "next ^"
        return
    word, token, head = s.lower[following], tree.tokens[following], tree.heads[following]
    yield from (f"next {word}", f"next {token.pos}", f"next {token.dep}")
    yield from (f"next {s.parts[following]}", f"next {word} {s.part(following + 1)}")
    shown = word if token.pos in _JOINING else token.pos
    yield f"next hangs {i <= head <= j} {token.dep} {shown}"
    places = ((head == i, "start"), (head == j, "end"), (i < head < j, "in"), (head > j, "right"))
    yield f"next hangs {next((name for yes, name in places if yes), 'left')} {token.pos}"
    yield from (f"next {word} after {s.parts[j]}", f"next {word} {tree.tokens[i].pos} {sort}")
    yield f"next {word} any {any(s.parts[x] for x in range(i, j + 1))}"
