"""Documents -> train, dev and test, no source paper in two of them."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from exominer.train.authored import AuthoredDocument

Part = Literal["train", "dev", "test"]
Features = Counter[str]

SHARES: Final[dict[Part, float]] = {"train": 0.60, "dev": 0.15, "test": 0.25}
LEAST_IN_TEST: Final = 112
"""Hedged or negated claims, and claims with a dose, that test should hold, with a margin."""

MOST_OF_ALL: Final = 0.55
"""Test takes no more than this share of the hedged claims, however few there are."""

_SEED: Final = "vesicles"
_WEIGHTS: Final = {"hedged": 40.0, "dosed": 20.0, "claims": 6.0, "documents": 6.0}


def assign_parts(
    documents: Sequence[AuthoredDocument], fixed: Mapping[str, Part]
) -> dict[str, Part]:
    """Give every document a part; what is fixed stays.

    Documents of one source paper stay together and follow one that is fixed. The others
    go, one source after the other, where most is missing: of their sort, of documents, of
    claims, of hedged claims, of claims with a dose.

    Returns:
        Parts by id, sorted by id.
    """
    groups = group_by_source(documents)
    totals = _sum(_count(document) for document in documents)
    held: dict[Part, Features] = {part: Counter() for part in SHARES}
    parts: dict[str, Part] = dict(fixed)
    open_groups: list[list[AuthoredDocument]] = []
    for group in groups:
        known = sorted({fixed[d.id] for d in group if d.id in fixed})
        if not known:
            open_groups.append(group)
            continue
        for document in group:
            parts.setdefault(document.id, known[0])
            held[parts[document.id]].update(_count(document))
    for group in sorted(open_groups, key=_order):
        counts = _sum(_count(document) for document in group)
        part = min(SHARES, key=lambda name: _surplus(name, counts, held[name], totals))
        held[part].update(counts)
        parts |= dict.fromkeys((document.id for document in group), part)
    return dict(sorted(parts.items()))


def group_by_source(documents: Sequence[AuthoredDocument]) -> list[list[AuthoredDocument]]:
    """Put documents together that share a DOI, a PMID or a citation, in their order."""
    by_key: dict[str, list[int]] = defaultdict(list)
    for index, document in enumerate(documents):
        for key in source_keys(document):
            by_key[key].append(index)
    leader = list(range(len(documents)))
    for members in by_key.values():
        joined = {leader[i] for i in members}
        leader = [min(joined) if first in joined else first for first in leader]
    groups: dict[int, list[AuthoredDocument]] = defaultdict(list)
    for index, document in enumerate(documents):
        groups[leader[index]].append(document)
    return list(groups.values())


def source_keys(document: AuthoredDocument) -> list[str]:
    """What names the source; the document's own id where no paper is named.

    Example:
        >>> from exominer.corpus import AuthoredSource
        >>> source = AuthoredSource(doi="10.1000/X", citation="Doe A, J Cell 2020")
        >>> source_keys(AuthoredDocument("W1", "abstract", "", source, {}, ()))
        ['doi:10.1000/x', 'citation:doe a j cell 2020']
    """
    source = document.source
    pmids = dict.fromkeys(pmid for pmid in (source.pmid, document.pmid) if pmid)
    citation = re.sub(r"\W+", " ", source.citation.lower()).strip()
    keys = [f"doi:{source.doi.lower()}"] if source.doi else []
    keys += (f"pmid:{pmid}" for pmid in pmids)
    keys += [f"citation:{citation}"] if citation else []
    return keys or [f"id:{document.id}"]


def _count(document: AuthoredDocument) -> Features:
    claims = document.claims
    return Counter(
        {
            "documents": 1,
            f"sort {'real ' if document.pmid else ''}{document.negative or document.sort}": 1,
            "claims": len(claims),
            "hedged": sum(claim.polarity != "asserted" for claim in claims),
            "dosed": sum(bool(claim.radiation and claim.radiation.dose) for claim in claims),
        }
    )


def _sum(counts: Iterable[Features]) -> Features:
    total: Features = Counter()
    for count in counts:
        total.update(count)
    return total


def _order(group: Sequence[AuthoredDocument]) -> tuple[int, str]:
    """Groups with most of what is scarce come first, equal ones by a hash."""
    counts = _sum(_count(document) for document in group)
    names = " ".join(sorted(document.id for document in group))
    digest = hashlib.sha256(f"{_SEED} {names}".encode()).hexdigest()
    return -counts["hedged"] - counts["dosed"] // 4, digest


def _surplus(part: Part, counts: Features, held: Features, totals: Features) -> float:
    """How far a part is above its share of what a group brings; the least is neediest."""
    return sum(
        _WEIGHTS.get(name, 1.0)
        * (number / totals[name])
        * (held[name] - _target(part, name, totals))
        / totals[name]
        for name, number in counts.items()
        if number
    )


def _target(part: Part, name: str, totals: Features) -> float:
    share = SHARES[part]
    if name not in ("hedged", "dosed") or not totals[name]:
        return share * totals[name]
    of_test = max(SHARES["test"], min(MOST_OF_ALL, LEAST_IN_TEST / totals[name]))
    rest = 1 - SHARES["test"]
    return totals[name] * (of_test if part == "test" else share * (1 - of_test) / rest)
