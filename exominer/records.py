"""The records that flow from stage to stage: plain, frozen, typed.

``Path -> Document -> AnnotatedDocument -> Claim``. Offsets are 0-based, end-exclusive
and count Unicode code points of ``Document.text``; a record with ``text``, ``start`` and
``end`` satisfies ``document.text[start:end] == text``. Nothing here reads, writes or
computes: stages are functions from records to records.
"""

from typing import Literal

from msgspec import Struct

from exominer.dropped import Dropped
from exominer.line_boxes import LineBox as LineBox  # noqa: PLC0414 - a record as the others

SectionKind = Literal[
    "title",
    "abstract",
    "introduction",
    "methods",
    "results",
    "discussion",
    "conclusion",
    "body",
    "caption",
    "table",
    "references",
    "back",
]
"""``body`` is running text under a heading that is none of the others (a review's own
headings, say); ``back`` is acknowledgements, funding, author notes and the like."""

DocumentStatus = Literal[
    "ok", "partial", "no_text_layer", "encrypted", "corrupt", "empty", "timeout", "crashed"
]

DocumentFormat = Literal["text", "jats", "pubmed", "bioc", "pdf"]
"""XML is told apart by its root."""
AuthoredKind = Literal[
    "gene_or_protein",
    "mirna",
    "ncrna",
    "dna_rna_class",
    "lipid",
    "antigen",
    "cell_type",
    "cell_line",
    "fluid",
    "tissue",
    "disease",
    "organism",
    "chemical",
    "vesicle",
    "radiation",
    "dose",
    "isolation_method",
    "effect_process",
    "pathway",
]
"""Every kind of mention but ``effect``, which the claims give."""

MentionKind = Literal[AuthoredKind, "effect"]
"""The kinds of ``dev_set/GUIDELINE.md`` in lower case and those that claims need besides.

``dna_rna_class`` is an unnamed class ("miRNAs", "mtDNA", "dsDNA"), ``effect_process`` a
process or phenotype ("apoptosis", "radioresistance"), ``effect`` the phrase of a claim
(verb and object: "slowed the proliferation"), added by the relate stage."""

CargoType = Literal[
    "protein",
    "miRNA",
    "lncRNA",
    "circRNA",
    "mRNA",
    "DNA",
    "RNA",
    "lipid",
    "antigen",
    "mixed",
]
ClaimKind = Literal["function", "cargo_change", "release", "uptake", "biomarker"]
Direction = Literal["increase", "decrease", "none"]
Polarity = Literal["asserted", "negated", "speculative"]
Exposed = Literal["donor", "recipient", "both", "host", "unspecified"]
StudyModel = Literal["in_vitro", "in_vivo", "patient", "unspecified"]
Finding = Literal["own", "cited", "background"]
EvidenceSource = Literal["prose", "table", "caption"]
ModalityClass = Literal[
    "photon",
    "electron",
    "proton",
    "carbon",
    "alpha",
    "neutron",
    "radionuclide",
    "uv",
    "laser_nir",
    "unspecified",
]
RelationKind = Literal[
    "vesicle", "cargo", "donor", "recipient", "target", "pathway", "radiation", "dose", "cue"
]


class Section(Struct, frozen=True):
    """A run of text under one heading; sections are in order and do not overlap.

    ``start`` is the first character of the heading, where there is one.
    """

    kind: SectionKind
    title: str
    start: int
    end: int


class Sentence(Struct, frozen=True):
    """A sentence of running text or of a caption; headings and table cells are none."""

    start: int
    end: int


class Cell(Struct, frozen=True):
    """A table cell. A cell that spans rows stands once per row, with the same offsets."""

    row: int
    column: int
    start: int
    end: int
    is_header: bool = False


class Table(Struct, frozen=True):
    """A table as a grid inside the text: cells split by tabs, rows by newlines.

    ``start`` and ``end`` bound the grid; the caption has offsets of its own, equal when
    there is none. ``abbreviations`` are (short, long) pairs of the table's footnote.
    ``confidence`` is 1.0 where the source marks up the table, less where it was
    reconstructed from flattened text or from a page.
    """

    table_id: str
    label: str
    caption_start: int
    caption_end: int
    start: int
    end: int
    cells: tuple[Cell, ...]
    footnote: str = ""
    abbreviations: tuple[tuple[str, str], ...] = ()
    confidence: float = 1.0


class Reference(Struct, frozen=True):
    """An entry of the list; ``number`` is printed or its place, what is not printed is empty."""

    number: int | None
    text: str
    doi: str = ""
    pmid: str = ""
    title: str = ""
    year: str = ""


class CitationMark(Struct, frozen=True):
    """A citation in the text: "[63-65]" has the numbers 63, 64 and 65.

    One by author and year has those of its entries, none where it fits no entry or several.
    """

    start: int
    end: int
    text: str
    numbers: tuple[int, ...]


class Page(Struct, frozen=True):
    """What was read of a page: characters kept in the text and dropped, white space aside.

    ``n_read + n_dropped`` are all characters of the page. ``start`` and ``end`` are the
    span of the text that begins on the page.
    """

    number: int
    start: int
    end: int
    n_read: int
    n_dropped: int


class Document(Struct, frozen=True):
    """One paper as read: its text and standoff layers over it.

    ``document`` is the path below the input folder with forward slashes; ``sha256`` is
    of the file's bytes. A document whose ``status`` is neither ``ok`` nor ``partial``
    has an empty text and a ``reason`` that names the cause. ``line_boxes`` are sorted by
    ``start``; a format without pages has none.
    """

    document: str
    sha256: str
    format: DocumentFormat
    text: str
    title: str = ""
    status: DocumentStatus = "ok"
    reason: str = ""
    sections: tuple[Section, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    tables: tuple[Table, ...] = ()
    references: tuple[Reference, ...] = ()
    citations: tuple[CitationMark, ...] = ()
    pages: tuple[Page, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    warnings: tuple[str, ...] = ()
    line_boxes: tuple[LineBox, ...] = ()


class Token(Struct, frozen=True):
    """A word with its syntax; ``head`` is an index into the same document's tokens.

    ``pos`` is a Universal POS tag, ``tag`` the fine tag of the model, ``dep`` the label
    of the arc to ``head`` (a root is its own head).
    """

    start: int
    end: int
    text: str
    pos: str
    tag: str
    dep: str
    head: int


class Mention(Struct, frozen=True):
    """A stretch of text that names something; ``source`` is the recogniser that found it.

    ``name`` is the normalised or written-out name, "" where it is the text itself.
    """

    mention_id: str
    kind: MentionKind
    start: int
    end: int
    text: str
    score: float = 1.0
    source: str = ""
    concept_id: str = ""
    name: str = ""


class Abbreviation(Struct, frozen=True):
    """A short form and its long form, at the place that defines it."""

    short: str
    long: str
    start: int
    end: int
    long_start: int
    long_end: int


class Relation(Struct, frozen=True):
    """What fills a role of an effect: ids of the effect mention and of its filler."""

    relation_id: str
    kind: RelationKind
    head: str
    tail: str
    score: float = 1.0


class AnnotatedDocument(Struct, frozen=True):
    """A document with the layers that annotate and relate add.

    Mentions are sorted by ``(start, end)`` and, apart from those of kind ``effect``, do
    not overlap. ``frames`` say what the relate stage knows about each effect mention
    besides its relations.
    """

    document: Document
    tokens: tuple[Token, ...] = ()
    mentions: tuple[Mention, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    frames: tuple["Frame", ...] = ()
    relations: tuple[Relation, ...] = ()


class Cue(Struct, frozen=True):
    """The words that negate or hedge a claim."""

    text: str
    start: int
    end: int


class Frame(Struct, frozen=True):
    """The closed slots of one effect: what kind of claim it makes and how it is asserted.

    ``process`` is what changes, as printed, without the word of change.
    """

    effect: str
    kind: ClaimKind
    direction: Direction
    polarity: Polarity
    exposed: Exposed
    study_model: StudyModel
    finding: Finding
    cue: Cue | None = None
    score: float = 1.0
    process: str = ""


class CargoItem(Struct, frozen=True):
    """A molecule in or on the vesicle, as printed, with its type and concept."""

    text: str
    type: CargoType | None = None
    concept_id: str = ""
    name: str = ""


class CellItem(Struct, frozen=True):
    """A donor or recipient cell as printed."""

    text: str
    concept_id: str = ""
    name: str = ""


class Effect(Struct, frozen=True):
    """What happens: ``text`` is the phrase as printed, ``process`` what changes."""

    text: str
    process: str = ""
    direction: Direction = "none"
    target: str = ""
    pathway: str = ""


class Radiation(Struct, frozen=True):
    """``dose_gy`` per fraction as printed, cGy and mGy converted; totals are never computed."""

    text: str
    modality: str = ""
    modality_class: ModalityClass = "unspecified"
    dose_text: str = ""
    dose_gy: tuple[float, ...] = ()
    fractions: int | None = None
    exposed: Exposed = "unspecified"


class Citation(Struct, frozen=True):
    """A citation marker that stands with a claim and the reference it resolves to."""

    marker: str
    number: int | None = None
    reference: str = ""
    doi: str = ""
    pmid: str = ""


class Evidence(Struct, frozen=True):
    """Where a claim stands: ``document.text[start:end] == text``."""

    document: str
    source: EvidenceSource
    section: str
    page: int | None
    start: int
    end: int
    text: str
    table: str | None = None
    row: int | None = None
    column: int | None = None


class Claim(Struct, frozen=True):
    """One statement about a vesicle, the first evidence being where the effect stands.

    ``claim_id`` is a hash of the document's content and the claim, not of its path.
    """

    claim_id: str
    kind: ClaimKind
    cargo: tuple[CargoItem, ...]
    donor_cell: tuple[CellItem, ...]
    recipient_cell: tuple[CellItem, ...]
    effect: Effect
    radiation: Radiation | None
    polarity: Polarity
    cue: Cue | None
    study_model: StudyModel
    finding: Finding
    citations: tuple[Citation, ...]
    evidence: tuple[Evidence, ...]
    score: float
