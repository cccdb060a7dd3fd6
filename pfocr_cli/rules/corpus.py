"""C801 and C802: what no two records of a corpus may share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfocr_cli.finding import Severity
from pfocr_cli.rules import corpus_rule

if TYPE_CHECKING:
    from pfocr_cli.record import Record


@corpus_rule("C801", "duplicate-figid", Severity.ERROR, "/figid")
def duplicate_figid(record: Record) -> str | None:
    """Another record has the same figid.

    Why: a merge of two branches can leave two files for one figure, and each of them looks sound.
    The finding stands in the later file and names the first.

    Bad:

        figid: PMC1__f1    (in two files)

    Good:

        figid: PMC1__f1    (in one)

    Fix: remove one of the records, or give it its own figid.
    """
    return record.text("figid")


@corpus_rule("C802", "duplicate-redirect", Severity.WARNING, "/redirect_from")
def duplicate_redirect(record: Record) -> str | None:
    """Another record has the same redirect_from.

    Why: the site makes one page for a redirect, so one of the two figures cannot be reached by its
    alias.

    Bad:

        redirect_from: /figures/PMC1__F1    (in two records)

    Good:

        redirect_from: /figures/PMC1__F1    (in one)

    Fix: give the figures different numbers, such as F1a and F1b, and the alias and redirect that go
    with them.
    """
    return record.text("redirect_from")
