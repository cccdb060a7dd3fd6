"""Cards in Markdown, as GitHub shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from pfocr_cli.app.card_text import facts, genes_counted, on_one_line
from pfocr_cli.export import links
from pfocr_cli.finding import Finding, Severity
from pfocr_cli.record.columns import MENTIONS
from pfocr_cli.terminal.markdown import code, escaped, link, table_head, table_row
from pfocr_cli.wording import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pfocr_cli.app.card import Card, GeneLine, Mark, MentionLine

_GENES = ("Word", "Gene", "Today", "Entrez", "Organism", "Matched by", "pfocr says")
_MENTIONS = ("Word", "Id and name", "Findings")


class MarkdownCards:
    """Writes card after card, each under a heading of its own."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._is_first = True

    def add(self, card: Card) -> None:
        """Write one card."""
        before = "" if self._is_first else "\n---\n\n"
        self._is_first = False
        self._stream.write(before + "\n\n".join(_blocks(card)) + "\n")


def _blocks(card: Card) -> Iterator[str]:
    if card.is_readable:
        yield from _figure(card)
        yield f"## {genes_counted(card.genes)}"
        if card.genes:
            rows = [_gene_row(line, card.has_other_species) for line in card.genes]
            yield _table(_GENES, rows)
        for kind in MENTIONS:
            if lines := card.mentions[kind]:
                yield f"## {kind.capitalize()}: {len(lines):,}"
                yield _table(_MENTIONS, list(map(_mention_row, lines)))
    else:
        yield f"# {code(card.where)} cannot be read"
    found = plural(len(card.findings), "finding") if card.findings else "Nothing found"
    yield f"## {found}"
    if card.findings:
        yield "\n".join(map(_finding, card.findings))


def _figure(card: Card) -> Iterator[str]:
    figure = card.figure
    yield f"# {escaped(on_one_line(figure.best_title))}"
    yield escaped(" · ".join(facts(card)))
    paper = escaped(on_one_line(figure.paper_title or figure.pmcid))
    lines = [
        f"- Paper: {link(paper, figure.paper)}" if paper else "",
        f"- Reference: {escaped(on_one_line(figure.reference))}" if figure.reference else "",
        f"- Figure: {link(escaped(figure.figid), figure.pfocr_page)}" if figure.figid else "",
        f"- Image: {link(escaped(figure.filename), figure.image)}" if figure.image else "",
        f"- File: {code(card.where)}",
    ]
    yield "\n".join(filter(None, lines))
    if figure.caption:
        yield f"> {escaped(on_one_line(figure.caption))}"


def _table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table without the columns that are empty."""
    kept = [column for column in range(len(names)) if any(row[column] for row in rows)]
    head = table_head([names[column] for column in kept])
    return "\n".join([head, *(table_row([row[column] for column in kept]) for row in rows)])


def _gene_row(line: GeneLine, names_species: bool) -> list[str]:
    gene = line.gene
    says = [escaped(line.verdict), _marks(line.marks)]
    return [
        code(line.word) if line.word else "",
        escaped(gene.symbol),
        f"**{escaped(gene.current)}**" if line.is_renamed else "",
        link(escaped(gene.entrez), links.gene_page(gene.entrez)),
        f"*{escaped(gene.organism)}*" if names_species and gene.organism else "",
        escaped(line.matched),
        " ".join(filter(None, says)),
    ]


def _mention_row(line: MentionLine) -> list[str]:
    named = (
        " ".join(filter(None, (link(escaped(each.id), each.address), escaped(each.name))))
        for each in line.ids
    )
    return [code(line.word), ", ".join(named), _marks(line.marks)]


def _marks(marks: Sequence[Mark]) -> str:
    return " ".join(
        f"**{code}**" if severity is Severity.ERROR else code for code, severity in marks
    )


def _finding(finding: Finding) -> str:
    place, severity = finding.place, str(finding.severity)
    where = code(f"{finding.file}:{place.line}:{place.column}")
    mark = f"**{severity}**" if finding.severity is Severity.ERROR else severity
    line = f"- {where} {mark} {finding.code} {finding.name}: {escaped(finding.message)}"
    if finding.fix is None:
        return line
    how = "`fix`" if finding.fix.safe else "`fix` (unsafe)"
    return f"{line}; {how}: {escaped(finding.fix.message)}"
