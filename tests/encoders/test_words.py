import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exominer.encoders.words import encode_text
from tests.encoders.tiny import make_tokenizer

pytestmark = pytest.mark.transformers
LETTERS = "aβ1 -.,é漢\u00a0"


def _of_bytes():
    """Sub-tokens of bytes, as of RoBERTa: a space belongs to the word after it."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    letters = pre_tokenizers.ByteLevel.alphabet()
    vocab = {letter: i for i, letter in enumerate(["[PAD]", *sorted(letters), "Ġp", "Ġp5", "Ġp53"])}
    merges = [("Ġ", "p"), ("Ġp", "5"), ("Ġp5", "3")]
    tokenizer = Tokenizer(models.BPE(vocab=vocab, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="[PAD]")


def _of_sentencepiece():
    """Pieces of SentencePiece, which know no border but white space."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    pieces = [("[UNK]", 0.0), ("▁", -3.0), ("▁p53", -1.0), ("-dep", -1.0), ("endent", -1.0)]
    tokenizer = Tokenizer(models.Unigram([*pieces, ("β1", -1.0)], unk_id=0))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="[UNK]")


@pytest.mark.parametrize(
    ("make", "text", "words"),
    [
        pytest.param(make_tokenizer, "Of TGF-β1, 2.", ["Of", "TGF", "-", "β1", ",", "2", "."]),
        pytest.param(_of_bytes, "Of p53-β1.", ["Of", "p53", "-", "β1", "."]),
        pytest.param(_of_sentencepiece, "p53-dependent β1", ["p53", "-dependent", "β1"]),
    ],
    ids=["pieces", "bytes", "sentencepiece"],
)
def test_encode_text_finds_words_without_the_white_space_before_them(make, text, words):
    encoded = encode_text(text, make(), size=32)

    assert [text[start:end] for start, end in encoded.words] == words
    assert len(encoded.places) == len(words)


@pytest.mark.parametrize("size", [16, 46])
def test_encode_text_reads_every_word_of_a_long_text_where_most_surrounds_it(size):
    text = " ".join(f"a{number}" for number in range(300))
    tokenizer = make_tokenizer()

    encoded = encode_text(text, tokenizer, size=size)

    assert [text[start:end] for start, end in encoded.words] == text.split()
    assert max(len(window["input_ids"]) for window in encoded.windows) == size
    inner = 0
    for (start, _), (number, place) in zip(encoded.words, encoded.places, strict=True):
        window = encoded.windows[number]["input_ids"]
        assert tokenizer.decode(window[place]).removeprefix("##") == text[start]
        inner += min(place, len(window) - place) > size // 10
    # Only at the two ends of the text is a word read at the edge of a window.
    assert inner > 295


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=LETTERS, max_size=120))
def test_encode_text_gives_disjoint_words_that_hold_every_letter(text):
    encoded = encode_text(text, make_tokenizer(), size=16)

    covered = [i for start, end in encoded.words for i in range(start, end)]
    assert covered == sorted(set(covered))
    assert {i for i, letter in enumerate(text) if letter.isalnum()} <= set(covered)
    assert not any(text[i].isspace() for start, end in encoded.words for i in (start, end - 1))
