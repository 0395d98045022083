"""PDF pages and their lines, made for tests."""

import io
from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from exominer.ingest.pdf_characters import Style
from exominer.ingest.pdf_lines import Line, Run

LEFT, RIGHT = 60, 310
BODY = Style(10, "Times-Roman")


class PaperCanvas:
    """Sets lines in columns, from the top of the page, in stream order."""

    def __init__(self) -> None:
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, invariant=1)
        self.height = 0.0

    def start(self, height: float = 740) -> None:
        self.height = height

    def lines(
        self,
        texts: Sequence[str],
        *,
        left: float = LEFT,
        font: str = "Times-Roman",
        size: float = 10,
    ) -> None:
        """Set lines below the last; "^12^" is raised."""
        for text in texts:
            self.height -= 1.2 * size
            place = left
            for i, part in enumerate(text.split("^")):
                raised = i % 2 == 1
                part_size = 0.6 * size if raised else size
                self.canvas.setFont(font, part_size)
                self.canvas.drawString(place, self.height + (0.35 * size if raised else 0), part)
                place += self.canvas.stringWidth(part, font, part_size)

    def justified(self, texts: Sequence[str], *, width: float = 240, size: float = 10) -> None:
        """Set lines whose words fill the width with equal gaps."""
        self.canvas.setFont("Times-Roman", size)
        for text in texts:
            self.height -= 1.2 * size
            widths = [self.canvas.stringWidth(word, "Times-Roman", size) for word in text.split()]
            gap, place = (width - sum(widths)) / (len(widths) - 1), float(LEFT)
            for word, taken in zip(text.split(), widths, strict=True):
                self.canvas.drawString(place, self.height, word)
                place += taken + gap

    def gap(self, points: float = 14) -> None:
        self.height -= points

    def at(self, text: str, x: float, y: float, *, size: float = 8) -> None:
        self.canvas.setFont("Helvetica", size)
        self.canvas.drawString(x, y, text)

    def rows(self, rows, lefts, *, size: float = 8, gap: float = 3, font="Helvetica") -> None:
        """Set rows of cells at their left edges, "\n" splits the lines of a cell."""
        self.canvas.setFont(font, size)
        for row in rows:
            top = self.height - gap
            for text, left in zip(row, lefts, strict=True):
                for i, line in enumerate(text.split("\n"), start=1):
                    self.canvas.drawString(left, top - 1.2 * size * i, line)
            self.height = top - 1.2 * size * max(text.count("\n") + 1 for text in row)

    def rule(self, left: float, right: float, *, below: float = 3) -> None:
        """Draw a line across, a little below the last line."""
        self.height -= below
        self.canvas.line(left, self.height, right, self.height)

    def next_page(self) -> None:
        self.canvas.showPage()

    def data(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()


def make_line(text: str, *, left=60.0, top=700.0, page=1, style=BODY, width=240.0, raised=()):
    """A line at a place, of one style."""
    runs = (Run(0, style),)
    return Line(text, page, left, left + width, top, style, runs, tuple(raised))
