"""Downloads over https within a time limit, whole or not at all."""

from __future__ import annotations

import http.client
import io
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from pfocr_cli import __version__
from pfocr_cli.errors import PfocrError
from pfocr_cli.wording import plural

if TYPE_CHECKING:
    import socket
    from contextlib import AbstractContextManager

    from _typeshed import WriteableBuffer

LARGEST_DOWNLOAD = 200 * 2**20
"""Bytes of a download: many times what HGNC publishes."""
STALL = 30.0
"""Seconds that a server may say nothing."""
_CHUNK = 2**16
Received = Callable[[int], None]
"""Is told how many bytes came since the last call."""


def download(
    url: str, seconds: float, progress: Callable[[int | None], AbstractContextManager[Received]]
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
    progress: Callable[[int | None], AbstractContextManager[Received]],
) -> bytes:
    if response.status != 200:
        raise PfocrError(f"{url} was answered with {response.status} {_one_line(response.reason)}")
    promised = response.headers.get("Content-Length", "")
    size = int(promised) if promised.isdecimal() else None
    content = bytearray()
    with progress(size) as advance:
        while (
            len(content) <= LARGEST_DOWNLOAD
            and (size or 0) <= LARGEST_DOWNLOAD
            and (chunk := response.read1(_CHUNK))
        ):
            content += chunk
            advance(len(chunk))
    if max(len(content), size or 0) > LARGEST_DOWNLOAD:
        raise PfocrError(
            f"{url} is more than {LARGEST_DOWNLOAD // 2**20} MB: it is not one of HGNC's files"
        )
    if size is not None and len(content) != size:
        raise PfocrError(f"{url} is not whole: {plural(len(content), 'byte')} came of {size:,}")
    return bytes(content)


def _day(last_modified: str) -> str:
    """Return the day of a server's date, YYYY-MM-DD; today where it says none."""
    try:
        return parsedate_to_datetime(last_modified).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):  # whatever a server may write there
        return today()


def today() -> str:
    """Return today's date, YYYY-MM-DD."""
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
        return self.do_open(_made_with(self._deadline, _TlsConnection), asked)

    https_request = request.AbstractHTTPHandler.do_request_


class _Web(_Https):
    """Opens http as well: for a mirror, or a test."""

    def http_open(self, asked: request.Request) -> http.client.HTTPResponse:
        return self.do_open(_made_with(self._deadline, _Connection), asked)

    http_request = request.AbstractHTTPHandler.do_request_


class _Connection(http.client.HTTPConnection):
    """A connection of which all that is received has one time limit, the status line and headers
    too.
    """

    deadline = 0.0

    def connect(self) -> None:
        super().connect()
        self.sock = _TimedSocket(self.sock, self.deadline)


class _TlsConnection(_Connection, http.client.HTTPSConnection):
    """The same, encrypted."""


def _made_with(deadline: float, kind: type[_Connection]) -> Callable[..., _Connection]:
    """Return what makes connections of a kind, as urllib asks for them, with that deadline."""
    make: Callable[..., _Connection] = kind

    def made(host: str, **options: object) -> _Connection:
        connection = make(host, **options)
        connection.deadline = deadline
        return connection

    return made


class _TimedSocket:
    """As much of a socket as a connection uses.

    A socket's own time limit begins anew with every byte that comes.
    """

    def __init__(self, wire: socket.socket, deadline: float) -> None:
        self._wire = wire
        self._deadline = deadline
        self.sendall = wire.sendall
        self.close = wire.close

    def makefile(self, *_: object) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self._wire, self._deadline))


class _TimedReader(io.RawIOBase):
    """What a socket receives, each time within what is left of all the time."""

    def __init__(self, wire: socket.socket, deadline: float) -> None:
        self._wire = wire
        self._raw = wire.makefile("rb", buffering=0)
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int | None:
        """Read what has come.

        Raises:
            TimeoutError: the whole has taken too long, or nothing comes.
        """
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._wire.settimeout(min(STALL, left))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()
