"""Cards for a terminal, or plain text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pfocr_cli.export import links
from pfocr_cli.finding import STYLE_OF_SEVERITY, by_severity, counts_phrase
from pfocr_cli.record.columns import MENTIONS
from pfocr_cli.terminal.links import parted
from pfocr_cli.terminal.sheet import Line, Sheet, Words
from pfocr_cli.wording import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pfocr_cli.app.card import Card, GeneLine, Mark, MentionLine
    from pfocr_cli.finding import Finding

_GENES = ("word", "gene", "Entrez", "organism", "matched by", "pfocr says")
_MENTIONS = ("word", "id and name", "")
_INDENT = 2
_VERDICTS = {"agrees": "dim", "unknown word": "yellow"}


class TextCards:
    """Writes card after card onto a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._is_first = True

    def add(self, card: Card) -> None:
        """Write one card."""
        if not self._is_first:
            self._sheet.line()
            self._sheet.rule()
            self._sheet.line()
        self._is_first = False
        if card.is_readable:
            self._write_figure(card)
            self._write_genes(card)
            self._write_mentions(card)
        else:
            self._sheet.paragraph(Words(card.where, "bold"), Words(" cannot be read", "bold red"))
        self._write_findings(card)

    def _write_figure(self, card: Card) -> None:
        sheet, figure = self._sheet, card.figure
        sheet.paragraph(Words(on_one_line(figure.best_title), "bold"))
        sheet.paragraph(Words(" · ".join(facts(card)), "dim"))
        sheet.line()
        paper = [figure.paper_title, figure.reference]
        lines: list[Line] = [[Words(on_one_line(text))] for text in paper if text]
        sheet.field("Paper", *lines, *_address(figure.paper))
        sheet.field("Figure", *_address(figure.pfocr_page if figure.figid else ""))
        sheet.field("Image", *_address(figure.image))
        sheet.field("File", [Words(card.where)])
        if figure.caption:
            sheet.line()
            sheet.paragraph(Words(on_one_line(figure.caption)), indent=_INDENT)

    def _write_genes(self, card: Card) -> None:
        self._head(genes_counted(card.genes))
        rows = [_gene_row(line, card.has_other_species) for line in card.genes]
        if rows:
            self._sheet.table(_GENES, rows, indent=_INDENT)

    def _write_mentions(self, card: Card) -> None:
        for kind in MENTIONS:
            if lines := card.mentions[kind]:
                self._head(f"{kind.capitalize()}: {len(lines):,}")
                self._sheet.table(_MENTIONS, list(map(_mention_row, lines)), indent=_INDENT)

    def _write_findings(self, card: Card) -> None:
        counts = by_severity({(each.code, each.severity): 0 for each in card.findings})
        for each in card.findings:
            counts[each.severity] += 1
        told = [Words(text, style) for text, style in counts_phrase(counts)]
        self._head("Findings: ", *(told or [Words("none", "green")]))
        for finding in card.findings:
            self._write_finding(finding)

    def _write_finding(self, finding: Finding) -> None:
        where, *rest = (Words(text, *parted(style)) for text, style in finding.pieces)
        self._sheet.finding(replace(where, style=""), *rest, indent=_INDENT)
        if finding.fix is not None:
            how = "fix: " if finding.fix.safe else "fix (unsafe): "
            self._sheet.finding(
                Words(how, "green"), Words(on_one_line(finding.fix.message)), indent=_INDENT + 4
            )

    def _head(self, text: str, *more: Words) -> None:
        self._sheet.line()
        self._sheet.line(Words(text, "bold"), *more)


def on_one_line(text: str) -> str:
    """Return text with each run of white space as one space."""
    return " ".join(text.split())


def facts(card: Card) -> Iterator[str]:
    """Yield what a record says of its figure in short: what it is, when it was, of what."""
    figure = card.figure
    yield from filter(None, (figure.figid, f"{figure.figtype} {figure.number}".strip()))
    yield from filter(None, (figure.year, ", ".join(figure.organisms)))
    yield f"record of {card.generation}"


def genes_counted(genes: Sequence[GeneLine]) -> str:
    """Return how many genes there are, and how many words: ``Genes: 12 (9 words)``."""
    different = {line.gene.entrez or line.gene.symbol for line in genes} - {""}
    words = sum(bool(line.word) for line in genes)
    return f"Genes: {len(different):,} ({plural(words, 'word')})" if genes else "Genes: none"


def _address(address: str) -> list[Line]:
    return [[Words(address, "", address)]] if address else []


def _gene_row(line: GeneLine, names_species: bool) -> list[Line]:
    gene = line.gene
    symbol = [Words(gene.symbol or "-", "", links.gene_page(gene.entrez))]
    if line.is_renamed:
        symbol = [Words(gene.symbol, "dim"), Words(" → ", "dim"), Words(gene.current, "yellow")]
    organism = gene.organism if names_species else ""
    return [
        [Words(line.word, "bold")],
        symbol,
        [Words(gene.entrez, "dim", links.gene_page(gene.entrez))],
        [Words(organism, "italic")],
        [Words(line.matched)],
        [Words(line.verdict, _VERDICTS.get(line.verdict, "")), *_marks(line.marks, line.verdict)],
    ]


def _mention_row(line: MentionLine) -> list[Line]:
    named: list[Words] = []
    for each in line.ids:
        named += [Words(", ")] if named else []
        named += [Words(each.id, "dim", each.address), Words(" " if each.id and each.name else "")]
        named += [Words(each.name)]
    return [[Words(line.word, "bold")], named, list(_marks(line.marks))]


def _marks(marks: Sequence[Mark], before: str = "") -> Iterator[Words]:
    for code, severity in marks:
        yield Words(f"{' ' if before else ''}{code}", STYLE_OF_SEVERITY[severity])
        before = code
