"""Updates from a server on the loopback address, sound and otherwise: the lexicon there was stays
unless all is well.
"""

from __future__ import annotations

import errno
import gzip
import io
import os
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NoReturn

import pytest
from test_lexicon_build import WITHDRAWN_HEADER, complete_set

from pfocr_cli.errors import PfocrError
from pfocr_cli.lexicon import download, fetch
from pfocr_cli.lexicon.download import Received
from pfocr_cli.lexicon.fetch import Updated, addresses, fetch_lexicon
from pfocr_cli.lexicon.model import HgncGene
from pfocr_cli.lexicon.store import latest_path, open_lexicon
from pfocr_cli.terminal.progress import download_bar

SECONDS = 1.0
"""All the time that a file may take here."""
TOO_SHORT = 0.2
"""All the time where the server never comes to an end: the outcome is the same however short."""
PATIENCE = 10.0
"""When a test has failed, however busy the machine."""
Respond = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """Answers each path as it is told to; 404 else. Whatever it is doing ends when it is closed."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.closing = threading.Event()
        self.answers: dict[str, Respond] = {}
        self.asked: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            timeout = PATIENCE

            def do_GET(self) -> None:
                outer.asked.append(self.path)
                try:
                    outer.answers.get(self.path, status(404))(self)
                except OSError:  # the client has had enough
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        if tls is not None:
            self._http.socket = tls.wrap_socket(self._http.socket, server_side=True)
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self._http.server_port}/"

    def close(self) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(PATIENCE)


def status(code: int, **headers: str) -> Respond:
    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return respond


def body(
    content: bytes | str, length: int | str | None = "true", code: int = 200, modified: str = ""
) -> Respond:
    """Send content; ``length`` is what Content-Length says, None: nothing; ``modified`` what
    Last-Modified says.
    """
    data = content.encode() if isinstance(content, str) else content

    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        handler.send_header("Content-Type", "text/tab-separated-values")
        if length is not None:
            handler.send_header("Content-Length", str(len(data) if length == "true" else length))
        if modified:
            handler.send_header("Last-Modified", modified)
        handler.end_headers()
        handler.wfile.write(data)
        handler.close_connection = True

    return respond


def raw(content: bytes) -> Respond:
    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(content)
        handler.close_connection = True

    return respond


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n"


@pytest.fixture(scope="module")
def sound() -> tuple[str, str]:
    """A complete set and withdrawn entries as long as the real ones, with a gene more and one
    merged.
    """
    lexicon = open_lexicon(None)
    genes = [
        HgncGene(gene.hgnc_id, gene.symbol, gene.entrez)
        for gene in lexicon.genes()
        if gene.symbol != "FZD2"
    ]
    symbols = [term.written for term in lexicon.all_terms() if term.source == "hgnc_withdrawn"]
    gone = "".join(
        f"HGNC:{900_000 + number}\tEntry Withdrawn\t{symbol}\t\n"
        for number, symbol in enumerate(symbols)
    )
    merged = "HGNC:4040\tMerged/Split\tFZD2\tHGNC:4038|FZD1|Approved\n"
    fresh = HgncGene("HGNC:999999", "FRESH1", "99999999")
    return complete_set(*genes, fresh, modified="2026-11-02"), WITHDRAWN_HEADER + merged + gone


@pytest.fixture
def short(sound: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Files of a few genes and entries, taken as whole here: what is asked is not their length."""
    monkeypatch.setattr(fetch, "LEAST_GENES", 0)
    monkeypatch.setattr(fetch, "_LEAST_SHARES", {"genes": 0, "withdrawn entries": 0})
    genes, gone = (text.splitlines(keepends=True) for text in sound)
    return "".join([*genes[:20], genes[-1]]), "".join(gone[:3])


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in (
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
    ):
        monkeypatch.delenv(name, raising=False)
    server = Server()
    yield server
    server.close()


@contextmanager
def quiet(name: str, size: int | None) -> Iterator[Received]:
    yield lambda came: None


def updated(server: Server, release: str | None = None) -> Updated:
    return fetch_lexicon(release, server.url, SECONDS * 10, quiet)


def test_an_update_makes_the_latest(server: Server, sound: tuple[str, str]) -> None:
    server.answers = {
        "/hgnc_complete_set.txt": body(sound[0]),
        "/withdrawn.txt": body(gzip.compress(sound[1].encode())),
    }
    found = updated(server)
    assert found.changed
    lexicon = open_lexicon("latest")
    assert lexicon.path == found.path == latest_path()
    assert lexicon.release.hgnc == "2026-11-02"
    assert lexicon.approved("FRESH1")
    assert open_lexicon(None).approved("FRESH1") is None  # nobody else is moved
    (frizzled,) = lexicon.terms("FRIZZLED")
    assert len(frizzled.genes) == 9  # FZD2 went into FZD1
    origins = {source.what: source.origin for source in lexicon.release.sources}
    assert origins["genes"] == f"{server.url}hgnc_complete_set.txt"
    assert origins["families"] == "FamPlex 0.0.5, relations.csv"


def test_an_update_to_the_same_writes_nothing(server: Server, short: tuple[str, str]) -> None:
    server.answers = {
        "/hgnc_complete_set.txt": body(short[0]),
        "/withdrawn.txt": body(short[1]),
    }
    found = updated(server)
    os.utime(found.path, (1, 1))
    again = updated(server)
    assert (found.changed, again.changed) == (True, False)
    assert os.stat(found.path).st_mtime == 1


def test_an_update_that_cannot_be_written_leaves_the_latest(
    server: Server, short: tuple[str, str]
) -> None:
    server.answers = {
        "/hgnc_complete_set.txt": body(short[0]),
        "/withdrawn.txt": body(short[1]),
    }
    found = updated(server)

    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    def killed(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    server.answers["/hgnc_complete_set.txt"] = body(short[0].replace("FRESH1", "FRESH2"))
    before = found.path.read_bytes()
    for crash, error in ((full, PfocrError), (killed, KeyboardInterrupt)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "replace", crash)
            with pytest.raises(error):
                updated(server)
        assert found.path.read_bytes() == before
        assert os.listdir(found.path.parent) == [found.path.name]


def test_a_monthly_file_is_asked_for_by_its_day_and_redirects_are_followed(
    server: Server, short: tuple[str, str]
) -> None:
    server.answers = {
        "/hgnc_complete_set_2026-11-03.txt": status(302, Location="/moved/set"),
        "/moved/set": body(short[0], length=None),
        "/withdrawn_2026-11-03.txt": body(short[1]),
    }
    assert updated(server, "2026-11-03").built.release == "2026-11-03"
    assert server.asked == [
        "/hgnc_complete_set_2026-11-03.txt",
        "/moved/set",
        "/withdrawn_2026-11-03.txt",
    ]


@pytest.mark.parametrize(
    ("modified", "day"),
    [
        ("Tue, 03 Nov 2026 06:00:01 GMT", "2026-11-03"),
        ("", "today"),
        ("soon", "today"),
        ("Tue, 03 Nov 99999999999999999999 06:00:01 GMT", "today"),
        ("Tue, 99 Nov 2026 06:00:01 GMT", "today"),
    ],
)
def test_a_file_without_dates_is_of_the_day_that_the_server_says_or_of_today(
    modified: str, day: str, server: Server, short: tuple[str, str]
) -> None:
    dateless = short[0].replace("2026-11-02", "")
    server.answers = {
        "/hgnc_complete_set.txt": body(dateless, modified=modified),
        "/withdrawn.txt": body(short[1]),
    }
    before = datetime.now(UTC).date()
    release = updated(server).built.release
    after = datetime.now(UTC).date()
    assert release in ({before.isoformat(), after.isoformat()} if day == "today" else {day})


def test_the_files_own_date_and_name_come_before_the_servers(
    server: Server, short: tuple[str, str]
) -> None:
    server.answers = {
        "/hgnc_complete_set.txt": body(short[0], modified="Tue, 03 Nov 2026 06:00:01 GMT"),
        "/withdrawn.txt": body(short[1]),
    }
    assert updated(server).built.release == "2026-11-02"


def stalls(*parts: bytes) -> Callable[[Server], Respond]:
    """Send some bytes, and then nothing, with the connection open."""

    def make(server: Server) -> Respond:
        def respond(handler: BaseHTTPRequestHandler) -> None:
            for part in parts:
                handler.wfile.write(part)
            handler.wfile.flush()
            server.closing.wait(PATIENCE)
            handler.close_connection = True

        return respond

    return make


def drips(head: bytes, drop: bytes) -> Callable[[Server], Respond]:
    """Send a little, again and again, always before anybody's patience with one read ends."""

    def make(server: Server) -> Respond:
        def respond(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(head)
            ends = time.monotonic() + PATIENCE
            while time.monotonic() < ends and not server.closing.wait(0.05):
                handler.wfile.write(drop)
                handler.wfile.flush()
            handler.close_connection = True

        return respond

    return make


def redirects_to(url: str) -> Callable[[Server], Respond]:
    return lambda server: status(302, Location=url.format(url=server.url))


def always(respond: Respond) -> Callable[[Server], Respond]:
    return lambda server: respond


GENE = HgncGene("HGNC:5", "A1BG", "1")
FEW = complete_set(GENE)
BROKEN: dict[str, tuple[Callable[[Server], Respond], str]] = {
    "404": (always(status(404)), "(404); HGNC's monthly files bear the day"),
    "500": (always(status(500)), "was answered with 500 Internal Server Error"),
    "503 with a body": (always(body("<p>busy", code=503)), "was answered with 503"),
    "words that move the cursor": (
        always(raw(b"HTTP/1.1 500 \x1b[2JNo\r\nContent-Length: 0\r\n\r\n")),
        "with 500 [2JNo",
    ),
    "204": (always(status(204)), "was answered with 204"),
    "206": (always(body(FEW, code=206)), "was answered with 206"),
    "no answer": (stalls(), "is too slow"),
    "stalls in the headers": (stalls(HEAD), "is too slow"),
    "stalls in the body": (stalls(HEAD, b"\r\n", FEW.encode()), "is too slow"),
    "drips in the status line": (drips(b"HTTP/1.1 200 ", b"O"), "is too slow"),
    "drips in the headers": (drips(HEAD, b"X-Pad: y\r\n"[:4]), "is too slow"),
    "drips in the body": (drips(HEAD + b"\r\n", b"x"), "is too slow"),
    "breaks off": (always(raw(b"")), "cannot fetch"),
    "is no web server": (always(raw(b"220 ready\r\n")), "cannot fetch"),
    "truncated": (
        always(body(FEW, length=len(FEW) + 1000)),
        f"is not whole: {len(FEW)} bytes came of {len(FEW) + 1000:,}",
    ),
    "says it is shorter": (always(body(FEW, length=len(FEW) - 3)), "its last line has no end"),
    "says nonsense of its length": (always(body(FEW, length="many")), "holds 1 approved gene"),
    "truncated chunks": (
        always(raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhgnc_\r\nff\r\nid")),
        "cannot fetch",
    ),
    "too large by its own account": (always(body(FEW, length=10**12)), "is more than 200 MB"),
    "empty": (always(body("")), "it is empty"),
    "a web page": (always(body("\n<!DOCTYPE html>\n<title>Sign in</title>\n")), "is a web page"),
    "not UTF-8": (always(body(FEW.encode() + b"\xff\n")), "is not UTF-8"),
    "not gzip": (always(body(b"\x1f\x8b nonsense\n")), "cannot unpack"),
    "another table": (always(body("gene\tscore\nA\t1\n")), "lacks the columns hgnc_id"),
    "a column less": (
        always(body(FEW.replace("\tentrez_id", "\tncbi"))),
        "lacks the column entrez_id",
    ),
    "a line cut": (always(body(FEW + "HGNC:7\tA2M\n")), "line 3 has 2 fields"),
    "too few genes": (always(body(FEW)), "holds 1 approved gene: a whole one has at least 41,645"),
    "redirects to a file": (redirects_to("file:///etc/hostname"), "302"),
    "redirects to ftp": (redirects_to("ftp://127.0.0.1/x"), "cannot fetch"),
    "redirects in circles": (redirects_to("{url}hgnc_complete_set.txt"), "infinite loop"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_anything_wrong_leaves_everything_as_it_was(name: str, server: Server) -> None:
    make, said = BROKEN[name]
    server.answers = {
        "/hgnc_complete_set.txt": make(server),
        "/withdrawn.txt": body(WITHDRAWN_HEADER),
    }
    path = latest_path()
    path.parent.mkdir(parents=True)
    path.write_bytes(b"what was there")
    seconds = TOO_SHORT if said == "is too slow" else SECONDS * 10
    with pytest.raises(PfocrError) as error:
        fetch_lexicon(None, server.url, seconds, quiet)
    assert said in str(error.value)  # a server that gives up first is not called slow
    assert str(error.value).startswith("the lexicon was not updated: ")
    assert "\n" not in str(error.value)
    assert path.read_bytes() == b"what was there"
    assert os.listdir(path.parent) == [path.name]


@pytest.mark.parametrize(
    ("withdrawn", "said"),
    [
        (status(404), "(404)"),
        (body(WITHDRAWN_HEADER), "0 withdrawn entries"),
        (body(FEW), "lacks the columns withdrawn_symbol"),
    ],
)
def test_the_withdrawn_entries_are_needed_too(
    withdrawn: Respond, said: str, server: Server, sound: tuple[str, str]
) -> None:
    server.answers = {"/hgnc_complete_set.txt": body(sound[0]), "/withdrawn.txt": withdrawn}
    with pytest.raises(PfocrError) as error:
        updated(server)
    assert said in str(error.value)
    assert not latest_path().exists()


def test_a_body_without_end_is_cut_off(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "LARGEST_DOWNLOAD", 100_000)
    server.answers = {"/hgnc_complete_set.txt": body(b"x" * 300_000, length=None)}
    with pytest.raises(PfocrError, match="is more than"):
        updated(server)


def test_nobody_listens(server: Server) -> None:
    url = server.url
    server.close()
    with pytest.raises(PfocrError, match=r"cannot fetch .*refused"):
        fetch_lexicon(None, url, SECONDS, quiet)


def test_https_never_becomes_http(server: Server) -> None:
    with pytest.raises(OSError, match="unknown url type: http"):
        download._opener("https://example.org/", time.monotonic() + 1).open(server.url)
    assert not server.asked


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
def test_https_is_encrypted_and_only_with_who_it_says(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-subj",
        "/CN=test",
    ]
    made += [
        "-days",
        "2",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        str(key),
        "-out",
        str(certificate),
    ]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    secure = Server(context)
    try:
        secure.answers = {
            "/hgnc_complete_set.txt": body(FEW),
            "/withdrawn.txt": drips(HEAD + b"\r\n", b"x")(secure),
        }
        with pytest.raises(PfocrError, match="certificate verify failed"):
            fetch_lexicon(None, secure.url, SECONDS, quiet)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with pytest.raises(PfocrError, match=r"withdrawn\.txt is too slow"):
            fetch_lexicon(None, secure.url, SECONDS, quiet)
        assert secure.asked == ["/hgnc_complete_set.txt", "/withdrawn.txt"]
    finally:
        secure.close()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_cache_that_cannot_be_written(server: Server, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir(mode=0o500)
    with pytest.raises(PfocrError, match="permission denied"):
        updated(server)
    assert not server.asked


def test_a_cache_that_is_a_file(server: Server, tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"")
    with pytest.raises(PfocrError, match="cannot make the folder"):
        updated(server)
    assert not server.asked


def test_files_of_this_machine(tmp_path: Path, server: Server) -> None:
    (tmp_path / "my files").mkdir()
    (tmp_path / "my files" / "hgnc_complete_set.txt").write_text(FEW, encoding="utf-8")
    folder = (tmp_path / "my files").as_uri() + "/"
    with pytest.raises(PfocrError, match=r"withdrawn\.txt: no such file"):
        fetch_lexicon(None, folder, SECONDS, quiet)


@pytest.mark.parametrize(
    ("release", "url", "found"),
    [
        (None, None, (f"{fetch.CURRENT}hgnc_complete_set.txt", f"{fetch.CURRENT}withdrawn.txt")),
        (
            "2024-07-02",
            None,
            (
                f"{fetch.MONTHLY}hgnc_complete_set_2024-07-02.txt",
                f"{fetch.MONTHLY}withdrawn_2024-07-02.txt",
            ),
        ),
        (None, "http://m/a/", ("http://m/a/hgnc_complete_set.txt", "http://m/a/withdrawn.txt")),
        ("2024-07", "http://m", None),
        (
            None,
            "http://m/a/hgnc_complete_set.txt.gz",
            ("http://m/a/hgnc_complete_set.txt.gz", "http://m/a/withdrawn.txt.gz"),
        ),
        (None, "file:///a/", ("file:///a/hgnc_complete_set.txt", "file:///a/withdrawn.txt")),
        (None, "http://m/a/genes.txt", "is neither a folder, ending in /, nor a file"),
        (None, "ftp://m/a/", "is not an address to fetch from"),
        (None, "/a/hgnc_complete_set.txt", "is not an address to fetch from"),
        (None, "https:///x/", "is not an address to fetch from"),
        (None, "https://me:secret@m/x/", "is not an address to fetch from"),
        (None, "javascript:x", "is not an address to fetch from"),
        ("July", None, "is not a release"),
        ("2024-07-02/../../x", None, "is not a release"),
    ],
)
def test_addresses(
    release: str | None, url: str | None, found: tuple[str, str] | str | None
) -> None:
    if isinstance(found, str):
        with pytest.raises(PfocrError) as error:
            addresses(release, url)
        assert found in str(error.value)
    else:
        assert addresses(release, url) == (
            found or ("http://m/hgnc_complete_set_2024-07.txt", "http://m/withdrawn_2024-07.txt")
        )


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_shows_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    terminal, pipe = _Terminal(), io.StringIO()
    for stream in (terminal, pipe):
        with download_bar("withdrawn.txt", 2_000_000, stream) as advance:
            advance(1_000_000)
    assert "withdrawn.txt" in terminal.getvalue()
    assert "1.0/2.0 MB" in terminal.getvalue()
    assert pipe.getvalue() == ""
