"""HGNC's current or monthly files, downloaded, checked, and made the lexicon called ``latest``.

Nothing is replaced before all of it was found sound: a server that stalls, lies or sends something
else leaves everything as it was.
"""

from __future__ import annotations

import http.client
import io
import socket
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit

from pfocr_cli import __version__
from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError, make_folder, read_bytes
from pfocr_cli.lexicon import build as builder
from pfocr_cli.lexicon.build import Built, CarriedFamilies, Document
from pfocr_cli.lexicon.store import Lexicon, latest_path, open_lexicon
from pfocr_cli.wording import plural, quoted

CURRENT = "https://storage.googleapis.com/public-download-files/hgnc/tsv/tsv/"
MONTHLY = "https://storage.googleapis.com/public-download-files/hgnc/archive/archive/monthly/tsv/"
COMPLETE_SET, WITHDRAWN = "hgnc_complete_set", "withdrawn"
LEAST_GENES = 40_000
"""HGNC has had more approved genes than this since 2018, and takes few back."""
_LEAST_SHARES = {"genes": 0.95, "withdrawn entries": 0.8}
"""Of what the embedded lexicon has: a file with fewer is not whole.

Years ago, fewer entries had been withdrawn.
"""
LIMIT = 200 * 2**20
"""Bytes of a download: many times what HGNC publishes."""
STALL = 30.0
"""Seconds that a server may say nothing."""
_CHUNK = 2**16
Advance = Callable[[int], None]
"""Is told how many bytes came since the last call."""
Progress = Callable[[str, int | None], AbstractContextManager[Advance]]
"""Makes a progress bar for a name and a number of bytes, if that is known."""


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did. ``changed`` is False where the lexicon that was there is the same."""

    path: Path
    built: Built
    changed: bool


def update(release: str | None, url: str | None, seconds: float, progress: Progress) -> Updated:
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
        built = builder.build(genes, withdrawn, CarriedFamilies(embedded), release or "")
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
            f"{quoted(url)} is no address to fetch from: it begins with https://, http:// or file://"
        )
    name = parts.path.rpartition("/")[2]
    if not name:
        suffix = f"_{release}.txt" if release else ".txt"
        return urljoin(url, COMPLETE_SET + suffix), urljoin(url, WITHDRAWN + suffix)
    if COMPLETE_SET not in name:
        raise PfocrError(
            f"--url {quoted(url)} is neither a folder, ending in /, nor a file {COMPLETE_SET}….txt "
            f"that has its {WITHDRAWN}….txt beside it"
        )
    return url, urljoin(url, name.replace(COMPLETE_SET, WITHDRAWN))


def _document(url: str, seconds: float, progress: Progress) -> Document:
    """Fetch a file and see that it is a whole text.

    Its day is that of its last change or, unknown, of today.
    """
    name = urlsplit(url).path.rpartition("/")[2]
    if urlsplit(url).scheme == "file":
        try:
            data, day = read_bytes(request.url2pathname(urlsplit(url).path), LIMIT), _today()
        except UnreadableError as error:
            raise PfocrError(f"cannot read {url}: {error}") from None
    else:
        data, day = download(url, seconds, partial(progress, name))
    found = replace(builder.document_of(data, name, url), day=day)
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
        return read_bytes(str(path), LIMIT) == built.text.encode()
    except UnreadableError:
        return False


def download(
    url: str, seconds: float, progress: Callable[[int | None], AbstractContextManager[Advance]]
) -> tuple[bytes, str]:
    """Return what is at an http or https address, and its day; ``seconds`` is all the time it may
    take.

    PfocrError: no answer, another status than 200, too slow, too large, or not as long as the
    server said.
    """
    asked = request.Request(url, headers={"User-Agent": f"pfocr/{__version__}", "Accept": "*/*"})
    try:
        with _opener(url, time.monotonic() + seconds).open(
            asked, timeout=min(STALL, seconds)
        ) as response:
            return _content(response, url, progress), _day(
                response.headers.get("Last-Modified", "")
            )
    except HTTPError as error:
        error.close()
        raise PfocrError(_refusal(url, error)) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        cause = error.reason if isinstance(error, URLError) else error
        if isinstance(cause, TimeoutError):
            raise PfocrError(
                f"{url} is too slow: not whole after {seconds:g} seconds, or nothing for {STALL:g}"
            ) from None
        said = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
        raise PfocrError(f"cannot fetch {url}: {_one_line(said)}") from None


def _content(
    response: http.client.HTTPResponse,
    url: str,
    progress: Callable[[int | None], AbstractContextManager[Advance]],
) -> bytes:
    if response.status != 200:
        raise PfocrError(f"{url} was answered with {response.status} {_one_line(response.reason)}")
    promised = response.headers.get("Content-Length", "")
    size = int(promised) if promised.isdecimal() else None
    content = bytearray()
    with progress(size) as advance:
        while len(content) <= LIMIT and (size or 0) <= LIMIT and (chunk := response.read1(_CHUNK)):
            content += chunk
            advance(len(chunk))
    if max(len(content), size or 0) > LIMIT:
        raise PfocrError(f"{url} is more than {LIMIT // 2**20} MB: it is not one of HGNC's files")
    if size is not None and len(content) != size:
        raise PfocrError(f"{url} is not whole: {plural(len(content), 'byte')} came of {size:,}")
    return bytes(content)


def _day(last_modified: str) -> str:
    """Return the day of a server's date, YYYY-MM-DD; today where it says none."""
    try:
        return parsedate_to_datetime(last_modified).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):  # whatever a server may write there
        return _today()


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _refusal(url: str, error: HTTPError) -> str:
    if error.code == 404:
        return (
            f"there is no {url} (404); HGNC's monthly files bear the day they were made, "
            "https://www.genenames.org/download/archive/ lists them"
        )
    return f"{url} was answered with {error.code} {_one_line(str(error.reason))}"


def _one_line(said: str) -> str:
    """Return a server's words fit for a terminal: on one line, and nothing that moves the
    cursor.
    """
    return "".join(filter(str.isprintable, " ".join(said.split())))[:200]


def _opener(url: str, deadline: float) -> request.OpenerDirector:
    """Return what opens https (and http, if that is asked for) and nothing else that a server may
    redirect to.
    """
    opener = request.OpenerDirector()
    web = _Https(deadline) if urlsplit(url).scheme == "https" else _Web(deadline)
    for handler in (
        request.ProxyHandler(),
        request.HTTPRedirectHandler(),
        request.HTTPDefaultErrorHandler(),
        request.HTTPErrorProcessor(),
        request.UnknownHandler(),
        web,
    ):
        opener.add_handler(handler)
    return opener


class _Https(request.AbstractHTTPHandler):
    """Opens https within a time limit."""

    def __init__(self, deadline: float) -> None:
        super().__init__()
        self._deadline = deadline

    def https_open(self, asked: request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_TlsConnection, deadline=self._deadline), asked)

    https_request = request.AbstractHTTPHandler.do_request_


class _Web(_Https):
    """Opens http as well: for a mirror, or a test."""

    def http_open(self, asked: request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_Connection, deadline=self._deadline), asked)

    http_request = request.AbstractHTTPHandler.do_request_


class _Connection(http.client.HTTPConnection):
    """A connection of which all that is received has one time limit, the status line and headers
    too.
    """

    def __init__(self, *address: Any, deadline: float, **options: Any) -> None:
        super().__init__(*address, **options)
        self._deadline = deadline

    def connect(self) -> None:
        super().connect()
        self.sock = _TimedSocket(self.sock, self._deadline)


class _TlsConnection(_Connection, http.client.HTTPSConnection):
    """The same, encrypted."""


class _TimedSocket:
    """As much of a socket as a connection uses.

    A socket's own time limit begins anew with every byte that comes.
    """

    def __init__(self, wire: socket.socket, deadline: float) -> None:
        self._wire = wire
        self._deadline = deadline
        self.sendall = wire.sendall
        self.close = wire.close

    def makefile(self, *_: Any) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self._wire, self._deadline))


class _TimedReader(io.RawIOBase):
    """What a socket receives, each time within what is left of all the time."""

    def __init__(self, wire: socket.socket, deadline: float) -> None:
        self._wire = wire
        self._raw = wire.makefile("rb", buffering=0)
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._wire.settimeout(min(STALL, left))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()
