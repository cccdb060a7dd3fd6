"""The folder that ``report -o`` writes: what is there already is only replaced where an earlier run
made it.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pfocr_cli.errors import PfocrError
from pfocr_cli.export.staging import Staging
from pfocr_cli.files import UnreadableError, read_bytes, telling_of_failed_write
from pfocr_cli.report.page.folder import RECORDS, RULE_PAGES, PageFolder
from pfocr_cli.report.page.markup import PAGE_MARK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pfocr_cli.inputs.protected import FilesRead

_FIRST = "index.html"


def refuse_foreign(path: str) -> None:
    """Raise PfocrError where a folder holds what no earlier report wrote; hidden files may be
    there.
    """
    if not os.path.lexists(path):
        return
    if not os.path.isdir(path):
        raise PfocrError(f"-o {path} is not a folder: name one, or a name that is free")
    with telling_of_failed_write(path):
        held = [name for name in os.listdir(path) if not name.startswith(".")]
    if held and not _is_ours(os.path.join(path, _FIRST)):
        raise PfocrError(
            f"-o {path} holds other files: name a new folder, or one that `pfocr report -o` made"
        )


@contextmanager
def page_folder(path: str, reads: FilesRead) -> Iterator[PageFolder]:
    """Give what writes the pages; they are put in their places together, at the end, and pages of
    an earlier report that this one has not are removed.

    Raises:
        PfocrError: they would replace a file of somebody else's, or cannot be written.
    """
    with Staging() as staging:
        staged = staging.folder(path)
        pages = PageFolder(staged)
        yield pages
        staging.flush()
        for file in staging.planned():
            if what := reads.what(file.target):
                raise PfocrError(f"-o {file.display_path} is {what}: name another folder")
            is_page = file.target.endswith(".html") and os.path.lexists(file.target)
            if is_page and not _is_ours(file.target):
                raise PfocrError(
                    f"-o {file.display_path} is not a page of a report: name another folder"
                )
        staging.commit()
    for old in _older(path, pages.names):
        with telling_of_failed_write(old):
            os.unlink(old)


def _older(path: str, names: frozenset[str]) -> Iterator[str]:
    """Yield the pages of an earlier report that are not among these."""
    for folder in (RECORDS, RULE_PAGES):
        place = os.path.join(path, folder)
        for name in os.listdir(place) if os.path.isdir(place) else ():
            page = os.path.join(place, name)
            if f"{folder}{name}" not in names and name.endswith(".html") and _is_ours(page):
                yield page


def _is_ours(path: str) -> bool:
    """Say whether a file is a page that a report wrote."""
    try:
        return PAGE_MARK.encode() in read_bytes(path)[:_BEGINNING]
    except UnreadableError:
        return False


_BEGINNING = 2_000
"""Bytes of a page within which its mark is: what forbids it requests comes first."""
