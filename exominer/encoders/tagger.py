"""A Hugging Face encoder with a layer that tags words: loaded, run over texts, saved.

The only module besides the training loop that imports torch and transformers. Folders are
read as what they may be, files of strangers: weights as safetensors alone, and no code.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import torch
import transformers
from safetensors import SafetensorError
from transformers import (
    AutoModelForTokenClassification,
    AutoTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerFast,
)

from exominer.config import TrainConfig
from exominer.encoders.folders import check_folder
from exominer.encoders.tags import Span, name_tags, read_spans
from exominer.encoders.words import EncodedText, encode_text
from exominer.errors import ConfigError, ModelError

transformers.utils.logging.set_verbosity_error()
transformers.utils.logging.disable_progress_bar()

MOST_TOKENS = 512
"""Sub-tokens of a window, where the encoder sets no lower limit."""

_LOADING_ERRORS = (
    OSError, ValueError, RuntimeError, KeyError, TypeError, AttributeError, ImportError,
    IndexError, AssertionError, SafetensorError,
)  # fmt: skip
"""What transformers has been seen to raise for folders that are broken or unknown to it."""

_BATCH_WINDOWS = 32
Item = TypeVar("Item")


class Tagger:
    """A token classifier with its tokenizer, on the device it is to run on."""

    def __init__(
        self,
        model: PreTrainedModel,
        tokenizer: PreTrainedTokenizerFast,
        *,
        device: str,
        most_tokens: int,
    ) -> None:
        self.model = model.float().to(device)
        self.tokenizer = tokenizer
        self.device = device
        self.tags: tuple[str, ...] = tuple(model.config.id2label[i] for i in range(_n_tags(model)))
        self.size = min(most_tokens, _most_tokens(model, tokenizer))

    def encode(self, text: str) -> EncodedText:
        """Cut a text into windows that the encoder can read."""
        return encode_text(text, self.tokenizer, size=self.size)

    def collate(self, windows: Sequence[dict[str, list[int]]]) -> dict[str, torch.Tensor]:
        """Pad windows to a batch of model inputs, shape (windows, longest window)."""
        padded = self.tokenizer.pad(list(windows), return_tensors="pt")
        return {name: values.to(self.device) for name, values in padded.items()}

    def find_spans(self, texts: Sequence[str]) -> list[list[Span]]:
        """Find the mentions of texts, of any length; offsets count characters of each."""
        encoded = [self.encode(text) for text in texts]
        scores = iter(self._score([window for text in encoded for window in text.windows]))
        found: list[list[Span]] = []
        for text in encoded:
            own = [next(scores) for _ in text.windows]
            rows = [own[number][place] for number, place in text.places]
            found.append(read_spans(text.words, np.array(rows), self.tags))
        return found

    def _score(self, windows: Sequence[dict[str, list[int]]]) -> list[npt.NDArray[np.float32]]:
        """Logarithms of the probability of every tag at every position of each window."""
        # Windows of like length go together, so that little is computed for padding.
        order = sorted(range(len(windows)), key=lambda i: len(windows[i]["input_ids"]))
        scores: dict[int, npt.NDArray[np.float32]] = {}
        self.model.eval()
        with torch.inference_mode():
            for batch in batched(order, _BATCH_WINDOWS):
                logits = self.model(**self.collate([windows[i] for i in batch])).logits
                rows = torch.log_softmax(logits.float(), dim=-1).cpu().numpy()
                scores |= dict(zip(batch, rows, strict=True))
        return [scores[i] for i in range(len(windows))]

    def save(self, out: Path) -> None:
        """Write configuration, tokenizer, and weights as safetensors."""
        self.model.save_pretrained(out)
        self.tokenizer.save_pretrained(out)


def batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Cut items into lists of ``size``, the last one shorter."""
    batch: list[Item] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def choose_device(name: str) -> str:
    """The device of that name; "auto" takes a GPU where torch finds one.

    Raises:
        ConfigError: If there is none of that name here.
    """
    if name == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    try:
        torch.empty(1, device=name)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        found = f"device {name!r} is not there ({_first_line(error)})"
        raise ConfigError("device", found, "Use auto or cpu.") from error
    return name


def load_tagger(folder: Path, *, device: str, most_tokens: int = MOST_TOKENS) -> Tagger:
    """Load a trained tagger from its folder; the network is not touched.

    Raises:
        ModelError: If the folder lacks something, or its weights do not fit.
        ConfigError: If the device is not there.
    """
    model, tokenizer, missing = _load(folder, {})
    if missing:
        found = f"the weights lack {len(missing)} of the model's, such as {min(missing)}"
        raise ModelError(str(folder), found, "Restore the folder from where it came.")
    tagger = Tagger(model, tokenizer, device=choose_device(device), most_tokens=most_tokens)
    labels = list(dict.fromkeys(tag[2:] for tag in tagger.tags if tag != "O"))
    if tagger.tags != name_tags(labels):
        found = f"tags {', '.join(tagger.tags[:5])} ..., not O and B and I of each label"
        raise ModelError(str(folder), found, "Give a recogniser made by this program.")
    return tagger


def start_tagger(folder: Path, labels: Sequence[str], settings: TrainConfig) -> Tagger:
    """Load an encoder and put an untrained layer for these labels on it, drawn by the seed.

    Raises:
        ModelError: If the folder holds no encoder of a known architecture.
        ConfigError: If the device is not there.
    """
    tags = name_tags(labels)
    names = dict(enumerate(tags))
    torch.manual_seed(settings.seed)
    head = {"id2label": names, "label2id": {tag: i for i, tag in names.items()}}
    model, tokenizer, missing = _load(folder, {**head, "num_labels": len(tags)})
    inside = f"{model.base_model_prefix}."
    lost = [name for name in missing if name.startswith(inside)]
    if lost:
        found = f"the weights lack {len(lost)} of the encoder's, such as {min(lost)}"
        raise ModelError(str(folder), found, "Give another encoder.")
    how = settings.transformer
    device = choose_device(how.device)
    return Tagger(model, tokenizer, device=device, most_tokens=how.max_tokens)


def _load(
    folder: Path, changes: dict[str, Any]
) -> tuple[PreTrainedModel, PreTrainedTokenizerFast, set[str]]:
    """Load model and tokenizer; return the names of weights that are new or did not fit."""
    check_folder(folder)
    safe = {"local_files_only": True, "trust_remote_code": False}
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, use_fast=True, **safe)
        model, notes = AutoModelForTokenClassification.from_pretrained(
            folder,
            use_safetensors=True,
            ignore_mismatched_sizes=True,
            output_loading_info=True,
            **changes,
            **safe,
        )
    except _LOADING_ERRORS as error:
        found = f"transformers {transformers.__version__} can't load it ({_first_line(error)})"
        raise ModelError(str(folder), found, "Give an encoder that it knows.") from error
    if not tokenizer.is_fast:
        found = "its tokenizer does not know the offsets of its pieces"
        raise ModelError(str(folder), found, "Give an encoder with a tokenizer.json.")
    misfits = {name for name, *_ in notes["mismatched_keys"]}
    return model, tokenizer, set(notes["missing_keys"]) | misfits


def _n_tags(model: PreTrainedModel) -> int:
    return int(model.config.num_labels)


def _most_tokens(model: PreTrainedModel, tokenizer: PreTrainedTokenizerFast) -> int:
    """The longest window; models after RoBERTa count positions from 2."""
    positions = getattr(model.config, "max_position_embeddings", None) or MOST_TOKENS
    return min(int(tokenizer.model_max_length), max(positions, MOST_TOKENS // 64) - 2)


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__
