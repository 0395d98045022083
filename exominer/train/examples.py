"""Samples -> spaCy's training examples, in the tokens of our own tokenizer."""

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example

from exominer.train.samples import ParsedSentence, Sample, Word

_AFFIX_TAG, _HYPHEN_TAG = "AFX", "HYPH"


def make_parsed_example(nlp: Language, sentence: ParsedSentence) -> Example | None:
    """Carry a sentence's tree over to the tokens that the pipeline's tokenizer makes.

    The treebank keeps affixes on their word ("anti-rabbit"); the tokenizer splits them. The
    last piece then carries the arc and the others hang on it. Where a token covers several
    gold words it takes the arc that leaves them. None where no tree comes of it.

    Example:
        >>> import spacy
        >>> words = (Word(0, 8, "NN", "ROOT", 0), Word(8, 9, ".", "punct", 0))
        >>> sentence = ParsedSentence("d", "anti-IL6.", words)
        >>> from exominer.train.tokenizer import set_tokenizer
        >>> gold = make_parsed_example(set_tokenizer(spacy.blank("en")), sentence).reference
        >>> [(token.text, token.tag_, token.dep_) for token in gold][:3]
        [('anti', 'AFX', 'amod'), ('-', 'HYPH', 'punct'), ('IL6', 'NN', 'ROOT')]
        >>> {token.head.text for token in gold}
        {'IL6'}
    """
    doc = nlp.make_doc(sentence.text)
    covered = [_covered_words(token.idx, token.idx + len(token), sentence.words) for token in doc]
    carriers = _find_carriers(doc, covered)
    rows = [_arc(i, doc, covered[i], sentence.words, carriers) for i in range(len(doc))]
    if not _is_tree([head for _, _, head in rows]):
        return None
    gold = Doc(
        nlp.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        tags=[tag for tag, _, _ in rows],
        deps=[dep for _, dep, _ in rows],
        heads=[head for _, _, head in rows],
    )
    return Example(doc, gold)


def _covered_words(start: int, end: int, words: tuple[Word, ...]) -> list[int]:
    return [i for i, word in enumerate(words) if word.start < end and start < word.end]


def _find_carriers(doc: Doc, covered: list[list[int]]) -> dict[int, int]:
    """Map each gold word to the token that stands for it: its last that is no mark."""
    carriers: dict[int, int] = {}
    for i, indices in enumerate(covered):
        for word in indices:
            if word not in carriers or any(character.isalnum() for character in doc[i].text):
                carriers[word] = i
    return carriers


def _arc(
    i: int, doc: Doc, covered: list[int], words: tuple[Word, ...], carriers: dict[int, int]
) -> tuple[str, str, int]:
    if not covered:  # white space between words
        return "_SP", "dep", max(i - 1, 0) if i else min(1, len(doc) - 1)
    own = [word for word in covered if carriers[word] == i]
    if not own:
        is_mark = not any(character.isalnum() for character in doc[i].text)
        tag, dep = (_HYPHEN_TAG, "punct") if is_mark else (_AFFIX_TAG, "amod")
        return tag, dep, carriers[covered[-1]]
    outward = [word for word in own if carriers[words[word].head] != i]
    word = words[(outward or own)[-1]]
    head = carriers[word.head]
    return word.tag, "ROOT" if head == i else word.dep, head


def _is_tree(heads: list[int]) -> bool:
    for start in range(len(heads)):
        i, n_steps = start, 0
        while heads[i] != i and n_steps <= len(heads):
            i, n_steps = heads[i], n_steps + 1
        if heads[i] != i:
            return False
    return True


def make_gold_parse(nlp: Language, sentence: ParsedSentence) -> Example:
    """Pair a sentence with its treebank tokens as they are, to score against."""
    spaces = [
        after.start > before.end
        for before, after in zip(sentence.words, sentence.words[1:], strict=False)
    ]
    gold = Doc(
        nlp.vocab,
        words=[sentence.text[word.start : word.end] for word in sentence.words],
        spaces=[*spaces, False],
        tags=[word.tag for word in sentence.words],
        deps=[word.dep for word in sentence.words],
        heads=[word.head for word in sentence.words],
    )
    return Example(nlp.make_doc(sentence.text), gold)


def make_mention_example(nlp: Language, sample: Sample) -> tuple[Example, int]:
    """Mark a sample's mentions on its tokens; return how many fit no token boundaries.

    Such a mention is unknown to the training, not absent.
    """
    doc, gold = nlp.make_doc(sample.text), nlp.make_doc(sample.text)
    spans: list[Span] = []
    unclear: set[int] = set()
    n_unclear = 0
    for mention in sample.spans:
        span = gold.char_span(mention.start, mention.end, label=mention.label)
        if span is not None:
            spans.append(span)
            continue
        n_unclear += 1
        unclear |= {
            token.i
            for token in gold
            if token.idx < mention.end and mention.start < token.idx + len(token)
        }
    missing = sorted(unclear - {token.i for span in spans for token in span})
    gold.set_ents(spans, missing=[gold[i : i + 1] for i in missing], default="outside")
    return Example(doc, gold), n_unclear
