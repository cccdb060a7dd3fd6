"""Reading with limits, and writing that is whole or not at all."""

from __future__ import annotations

import os
import select
import stat
import threading
import time
from pathlib import Path

import pytest

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import LIMIT, UnreadableError, read_bytes, written

posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and modes are POSIX")


def test_read_bytes_gives_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\r\n\0\xff")
    assert read_bytes(str(tmp_path / "a")) == b"\r\n\0\xff"


@pytest.mark.parametrize(
    ("size", "limit", "fits"), [(10, 10, True), (11, 10, False), (11, None, True), (0, 0, True)]
)
def test_the_limit_is_the_most_that_is_read(
    tmp_path: Path, size: int, limit: int | None, fits: bool
) -> None:
    (tmp_path / "a").write_bytes(b"x" * size)
    if fits:
        assert len(read_bytes(str(tmp_path / "a"), limit)) == size
    else:
        with pytest.raises(UnreadableError, match="too large"):
            read_bytes(str(tmp_path / "a"), limit)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no such file") as caught:
        read_bytes(str(tmp_path / "gone"))
    assert caught.value.missing


@pytest.mark.parametrize("path", ["", "a\0b", "x" * 5000])
def test_what_is_no_path_cannot_be_read(path: str) -> None:
    with pytest.raises(UnreadableError):
        read_bytes(path)


@posix
def test_a_dangling_link_is_there_and_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("gone")
    with pytest.raises(UnreadableError, match="dangling link") as caught:
        read_bytes(str(tmp_path / "a"))
    assert not caught.value.missing


def test_a_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"folder|permission"):
        read_bytes(str(tmp_path))


@posix
def test_a_pipe_without_a_writer_is_waited_for_a_moment(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p")
    started = time.monotonic()
    with pytest.raises(UnreadableError, match="nobody writes"):
        read_bytes(str(tmp_path / "p"))
    assert time.monotonic() - started > 0.2


@posix
@pytest.mark.parametrize("parts", [[b"one", b"two"], [b"x"]])
def test_a_writer_that_comes_late_and_pauses_is_read_to_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parts: list[bytes]
) -> None:
    """Its pause is longer than one is waited for who has not come: an hour passes in it."""
    hour, pauses = [0.0], threading.Semaphore(0)

    def wait(reading: list[int], writing: list[int], failing: list[int]) -> None:
        hour[0] += 3600
        pauses.release()
        select_now(reading, writing, failing)

    select_now = select.select
    monkeypatch.setattr("pfocr_cli.files.select.select", wait)
    monkeypatch.setattr("pfocr_cli.files.time.monotonic", lambda: hour[0])
    os.mkfifo(tmp_path / "p")

    def write() -> None:
        with open(tmp_path / "p", "wb", buffering=0) as pipe:
            for part in parts:
                pauses.acquire()
                pipe.write(part)

    thread = threading.Thread(target=write)
    thread.start()
    assert read_bytes(str(tmp_path / "p")) == b"".join(parts)
    thread.join()


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no /dev/zero")
def test_a_device_without_an_end_is_too_large() -> None:
    with pytest.raises(UnreadableError, match="too large"):
        read_bytes("/dev/zero", LIMIT)


def test_written_text_is_utf8_with_lf(tmp_path: Path) -> None:
    with written(tmp_path / "a") as stream:
        stream.write("κ\nλ\r\n")
    assert (tmp_path / "a").read_bytes() == "κ\nλ\r\n".encode()


def test_letters_that_have_no_utf8_are_escaped(tmp_path: Path) -> None:
    with written(tmp_path / "a") as stream:
        stream.write("\udcff")
    assert (tmp_path / "a").read_bytes() == rb"\udcff"


def _fail(path: Path, error: BaseException) -> None:
    with written(path) as stream:
        stream.write("half")
        raise error


@pytest.mark.parametrize(
    "error", [LookupError("x"), KeyboardInterrupt(), BrokenPipeError()], ids=repr
)
def test_where_the_body_fails_nothing_changes_and_nothing_is_left(
    tmp_path: Path, error: BaseException
) -> None:
    (tmp_path / "a").write_text("before")
    with pytest.raises(type(error)):
        _fail(tmp_path / "a", error)
    assert (tmp_path / "a").read_text() == "before"
    assert os.listdir(tmp_path) == ["a"]


def test_a_full_disk_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(PfocrError, match=r"cannot write .*a: No space"):
        _fail(tmp_path / "a", OSError(28, "No space left on device"))
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("name", ["gone/a", "", "file/a"])
def test_what_cannot_be_written_is_an_error_before_anything_is_done(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PfocrError, match="cannot write"), written(tmp_path / name):
        pytest.fail("the body ran")


@posix
@pytest.mark.parametrize("mode", [0o640, 0o755])
def test_a_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    (tmp_path / "a").touch()
    (tmp_path / "a").chmod(mode)
    with written(tmp_path / "a") as stream:
        stream.write("x")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == mode


@posix
def test_a_new_file_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    with written(tmp_path / "a") as stream:
        stream.write("x")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "plain").stat().st_mode


@posix
def test_a_links_target_is_written_and_the_link_kept(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a").write_text("before")
    (tmp_path / "link").symlink_to("folder/a")
    with written(tmp_path / "link") as stream:
        stream.write("after")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "folder" / "a").read_text() == "after"
    assert os.listdir(tmp_path / "folder") == ["a"]


@posix
def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p")
    got: list[bytes] = []
    thread = threading.Thread(target=lambda: got.append((tmp_path / "p").read_bytes()))
    thread.start()
    with written(tmp_path / "p") as stream:
        stream.write("x\udcff")
    thread.join()
    assert got == [rb"x\udcff"]
    assert stat.S_ISFIFO((tmp_path / "p").stat().st_mode)
