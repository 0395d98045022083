"""spaCy pipelines as other people publish them, made here: with the labels of scispaCy."""

import io
import tarfile
import zipfile

import spacy
from spacy.training import Example
from spacy.util import fix_random_seed

# As the makers list them on https://allenai.github.io/scispacy/ for each pipeline.
LABELS = {
    "ner_bionlp13cg_md": (
        "AMINO_ACID ANATOMICAL_SYSTEM CANCER CELL CELLULAR_COMPONENT "
        "DEVELOPING_ANATOMICAL_STRUCTURE GENE_OR_GENE_PRODUCT IMMATERIAL_ANATOMICAL_ENTITY "
        "MULTI-TISSUE_STRUCTURE ORGAN ORGANISM ORGANISM_SUBDIVISION ORGANISM_SUBSTANCE "
        "PATHOLOGICAL_FORMATION SIMPLE_CHEMICAL TISSUE"
    ).split(),
    "ner_craft_md": "GGP SO TAXON CHEBI GO CL".split(),
    "ner_jnlpba_md": "DNA CELL_TYPE CELL_LINE RNA PROTEIN".split(),
    "ner_bc5cdr_md": "DISEASE CHEMICAL".split(),
}
TAUGHT = (
    ("Zubrin rose in glimmer cells .", [(0, 6, "GENE_OR_GENE_PRODUCT"), (15, 28, "CELL")]),
    ("Frobin fell in mice with melanoma .", [(0, 6, "GENE_OR_GENE_PRODUCT")]),
    ("Cells of mice .", []),
)
"""Names that no other recogniser knows, and words that this one is to pass over."""


def make_pipeline(name, labels=(), *, taught=TAUGHT, n_steps=0, version="0.5.4"):
    """A pipeline in the layout of scispaCy's, whose ner listens to a shared encoder."""
    fix_random_seed(0)
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": _encoder()})
    nlp.add_pipe("tagger")
    ner = nlp.add_pipe("ner", config={"model": _recogniser()})
    for label in labels:
        ner.add_label(label)
    docs = [(nlp.make_doc(text), spans) for text, spans in taught]
    examples = [
        Example.from_dict(doc, {"entities": spans if n_steps else [], "tags": ["NN"] * len(doc)})
        for doc, spans in docs
    ]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(n_steps):
        nlp.update(examples, sgd=optimizer)
    nlp.meta["name"] = name
    nlp.meta["version"] = version
    return nlp


def _encoder():
    sizes = {"width": 16, "depth": 1, "embed_size": 100, "window_size": 1, "maxout_pieces": 2}
    kind = {"@architectures": "spacy.HashEmbedCNN.v2"}
    return {**kind, **sizes, "subword_features": True, "pretrained_vectors": None}


def _recogniser():
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 16,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": 16, "upstream": "*"},
    }


def pack_tar(folder, path, *, below="", more=()):
    """Pack a folder as a source archive; ``more`` are (TarInfo, bytes) to add."""
    with tarfile.open(path, "w:gz") as archive:
        if folder is not None:
            archive.add(folder, below or folder.name)
        for info, content in more:
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def pack_wheel(folder, path, *, below):
    """Pack a folder as a wheel, with code of its own beside the model."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{below.split('/')[0]}/__init__.py", "raise SystemExit('was run')")
        for file in sorted(folder.rglob("*")):
            archive.write(file, f"{below}/{file.relative_to(folder)}")
    return path
