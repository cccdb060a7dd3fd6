"""HGNC's current or monthly files, downloaded, checked, and made the lexicon called ``latest``.

Nothing is replaced before all of it was found sound: a server that stalls, lies or sends something
else leaves everything as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING
from urllib import request
from urllib.parse import urljoin, urlsplit

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError, make_folder, read_bytes
from pfocr_cli.lexicon import build as builder
from pfocr_cli.lexicon.build import Built, CarriedFamilies
from pfocr_cli.lexicon.documents import Document, document_of
from pfocr_cli.lexicon.download import LARGEST_DOWNLOAD, Received, download, today
from pfocr_cli.lexicon.naming import CarriedNames
from pfocr_cli.lexicon.store import Lexicon, latest_path, open_lexicon
from pfocr_cli.wording import plural, quoted

if TYPE_CHECKING:
    from pathlib import Path

CURRENT = "https://storage.googleapis.com/public-download-files/hgnc/tsv/tsv/"
MONTHLY = "https://storage.googleapis.com/public-download-files/hgnc/archive/archive/monthly/tsv/"
COMPLETE_SET, WITHDRAWN = "hgnc_complete_set", "withdrawn"
LEAST_GENES = 40_000
"""HGNC has had more approved genes than this since 2018, and takes few back."""
_LEAST_SHARES = {"genes": 0.95, "withdrawn entries": 0.8}
"""Of what the embedded lexicon has: a file with fewer is not whole.

Years ago, fewer entries had been withdrawn.
"""
BarMaker = Callable[[str, int | None], AbstractContextManager[Received]]
"""Makes a progress bar for a name and a number of bytes, if that is known."""


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did. ``changed`` is False where the lexicon that was there is the same."""

    path: Path
    built: Built
    changed: bool


def fetch_lexicon(
    release: str | None, url: str | None, seconds: float, progress: BarMaker
) -> Updated:
    """Fetch HGNC's files and make ``latest`` of them. PfocrError: why not; then nothing was
    changed.

    ``release`` is the day of a monthly file, None the current one; ``url`` is another folder or
    file to fetch from; ``seconds`` is all the time that a file may take.
    """
    try:
        genes_url, withdrawn_url = addresses(release, url)
        path = latest_path()
        make_folder(path.parent)  # before the download, which would be in vain
        genes = _document(genes_url, seconds, progress)
        withdrawn = _document(withdrawn_url, seconds, progress)
        embedded = open_lexicon(None)
        built = builder.build(
            genes, withdrawn, CarriedFamilies(embedded), release or "", CarriedNames(embedded)
        )
        _require_whole(built, embedded, genes_url, withdrawn_url)
        if _is_there(built, path):
            return Updated(path, built, changed=False)
        builder.write(built, path)
    except PfocrError as error:
        raise PfocrError(f"the lexicon was not updated: {error}") from None
    return Updated(path, built, changed=True)


def addresses(release: str | None, url: str | None) -> tuple[str, str]:
    """Return where the complete set and the withdrawn entries are.

    PfocrError: the release or the URL is none.
    """
    if release:
        builder.require_date(release)
    url = url or (MONTHLY if release else CURRENT)
    parts = urlsplit(url)
    if (
        parts.scheme not in ("http", "https", "file")
        or (parts.scheme != "file" and not parts.hostname)
        or parts.username
    ):
        raise PfocrError(
            f"{quoted(url)} is not an address to fetch from: "
            "it begins with https://, http:// or file://"
        )
    name = parts.path.rpartition("/")[2]
    if not name:
        suffix = f"_{release}.txt" if release else ".txt"
        return urljoin(url, COMPLETE_SET + suffix), urljoin(url, WITHDRAWN + suffix)
    if COMPLETE_SET not in name:
        raise PfocrError(
            f"--url {quoted(url)} is neither a folder, ending in /, nor a file "
            f"{COMPLETE_SET}….txt that has its {WITHDRAWN}….txt beside it"
        )
    return url, urljoin(url, name.replace(COMPLETE_SET, WITHDRAWN))


def _document(url: str, seconds: float, progress: BarMaker) -> Document:
    """Fetch a file and see that it is a whole text.

    Its day is that of its last change or, unknown, of today.
    """
    name = urlsplit(url).path.rpartition("/")[2]
    if urlsplit(url).scheme == "file":
        try:
            data, day = (
                read_bytes(request.url2pathname(urlsplit(url).path), LARGEST_DOWNLOAD),
                today(),
            )
        except UnreadableError as error:
            raise PfocrError(f"cannot read {url}: {error}") from None
    else:
        data, day = download(url, seconds, partial(progress, name))
    found = replace(document_of(data, name, url), day=day)
    if found.text.lstrip()[:1] == "<":
        raise PfocrError(f"{url} is a web page and not HGNC's file")
    if not found.text.endswith("\n"):
        raise PfocrError(
            f"{url} is not whole: {'its last line has no end' if found.text else 'it is empty'}"
        )
    return found


def _require_whole(built: Built, embedded: Lexicon, genes_url: str, withdrawn_url: str) -> None:
    had = embedded.release.counts
    for what, noun, nouns, url in (
        ("genes", "approved gene", "", genes_url),
        ("withdrawn entries", "withdrawn entry", "withdrawn entries", withdrawn_url),
    ):
        least = max(LEAST_GENES if what == "genes" else 0, int(_LEAST_SHARES[what] * had[what]))
        if built.counts[what] < least:
            raise PfocrError(
                f"{url} holds {plural(built.counts[what], noun, nouns)}: a whole one has at least "
                f"{least:,}"
            )


def _is_there(built: Built, path: Path) -> bool:
    try:
        return read_bytes(str(path), LARGEST_DOWNLOAD) == built.text.encode()
    except UnreadableError:
        return False
