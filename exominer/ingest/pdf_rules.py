"""A page of a PDF -> its ruling lines: what is drawn straight along or across the page."""

import ctypes
from collections.abc import Iterator, Sequence
from itertools import islice

import pypdfium2
import pypdfium2.raw as pdfium
from msgspec import Struct

MOST_OBJECTS = 20_000
"""A plot can hold more points than a reader has patience; tables are drawn with few lines."""

MOST_SEGMENTS = 400
MOST_LINES = 4000
THIN = 2.5
SHORTEST = 6.0

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Rule(Struct, frozen=True):
    """A straight line from ``start`` to ``end`` along one axis, ``at`` on the other; points."""

    start: float
    end: float
    at: float

    @property
    def length(self) -> float:
        """Give the length in points."""
        return self.end - self.start


class Rules(Struct, frozen=True):
    """The lines along and across a page; edges of filled boxes lie along it as well."""

    horizontal: tuple[Rule, ...] = ()
    vertical: tuple[Rule, ...] = ()

    def turn(self, quarter: int) -> "Rules":
        """Give the rules as they lie when text of that turn is read, see ``Style``."""
        if quarter > 0:
            across = [Rule(-rule.end, -rule.start, rule.at) for rule in self.horizontal]
            along = [Rule(rule.start, rule.end, -rule.at) for rule in self.vertical]
        elif quarter < 0:
            across = [Rule(rule.start, rule.end, -rule.at) for rule in self.horizontal]
            along = [Rule(-rule.end, -rule.start, rule.at) for rule in self.vertical]
        else:
            return self
        return Rules(tuple(along), tuple(across))


def read_rules(pdf: pypdfium2.PdfDocument, number: int) -> Rules:
    """Read the ruling lines of a page, counted from 1; pieces that touch are one rule.

    Not to be called from threads.
    """
    page = pdf[number - 1]
    try:
        horizontal: list[Rule] = []
        vertical: list[Rule] = []
        for along, rule in islice(_page_lines(page.raw), MOST_LINES):
            (horizontal if along else vertical).append(rule)
    finally:
        page.close()
    return Rules(tuple(_join(horizontal)), tuple(_join(vertical)))


def _page_lines(page: pdfium.FPDF_PAGE) -> Iterator[tuple[bool, Rule]]:
    count = min(pdfium.FPDFPage_CountObjects(page), MOST_OBJECTS)
    for i in range(count):
        yield from _object_lines(pdfium.FPDFPage_GetObject(page, i), IDENTITY, depth=0)


def _object_lines(
    item: pdfium.FPDF_PAGEOBJECT, matrix: Matrix, *, depth: int
) -> Iterator[tuple[bool, Rule]]:
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 3:
        inner = _multiply(_matrix(item), matrix)
        for i in range(min(pdfium.FPDFFormObj_CountObjects(item), MOST_OBJECTS)):
            yield from _object_lines(pdfium.FPDFFormObj_GetObject(item, i), inner, depth=depth + 1)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        yield from _straight(*_corners(item, matrix))
    elif kind == pdfium.FPDF_PAGEOBJ_PATH:
        yield from _path_lines(item, matrix)


def _corners(item: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> tuple[Point, Point]:
    """Give two opposite corners of the box around an object."""
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(item, *edges):
        return (0.0, 0.0), (0.0, 0.0)
    left, bottom, right, top = (edge.value for edge in edges)
    return _apply(matrix, left, bottom), _apply(matrix, right, top)


def _path_lines(item: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> Iterator[tuple[bool, Rule]]:
    """Give a thin path as one line; of others the straight segments, if they are few."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    if not fill.value and not stroke.value:
        return
    first, last = _corners(item, matrix)
    sides = abs(first[0] - last[0]), abs(first[1] - last[1])
    if min(sides) <= THIN:
        yield from _straight(first, last)
    elif max(sides) >= SHORTEST:
        # The sides of a box that is only filled are no lines; its other edges end a band.
        lines = _segment_lines(item, _multiply(_matrix(item), matrix))
        yield from ((along, rule) for along, rule in lines if along or stroke.value)


def _segment_lines(item: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> Iterator[tuple[bool, Rule]]:
    count = pdfium.FPDFPath_CountSegments(item)
    if not 0 < count <= MOST_SEGMENTS:
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for i in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        place = _apply(matrix, x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = place
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _straight(last, place)
        last = place
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _straight(place, start)


def _straight(first: Point, last: Point) -> Iterator[tuple[bool, Rule]]:
    width, height = abs(first[0] - last[0]), abs(first[1] - last[1])
    if height <= THIN and width >= SHORTEST:
        yield True, Rule(min(first[0], last[0]), max(first[0], last[0]), (first[1] + last[1]) / 2)
    elif width <= THIN and height >= SHORTEST:
        yield False, Rule(min(first[1], last[1]), max(first[1], last[1]), (first[0] + last[0]) / 2)


def _join(rules: Sequence[Rule]) -> Iterator[Rule]:
    """Join rules that lie at one place and touch."""
    rows: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if rows and rule.at - rows[-1][-1].at < 1.0 and rule.at - rows[-1][0].at < 2.0:
            rows[-1].append(rule)
        else:
            rows.append([rule])
    for row in rows:
        joined: Rule | None = None
        for rule in sorted(row, key=lambda rule: rule.start):
            if joined is not None and rule.start - joined.end <= 2.0:
                joined = Rule(joined.start, max(joined.end, rule.end), joined.at)
            else:
                if joined is not None:
                    yield joined
                joined = rule
        if joined is not None:
            yield joined


def _matrix(item: pdfium.FPDF_PAGEOBJECT) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _multiply(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _apply(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
