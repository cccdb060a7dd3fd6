"""Compressed files, by gzip (``.gz``) or Zstandard (``.zst``): read and written a piece at a time.

Sources: RFC 1952 (gzip) and RFC 8878 (Zstandard, which Python has since 3.14 and ``backports.zstd``
brings to those before it).
"""

from __future__ import annotations

import gzip
import importlib
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from pfocr_cli.errors import PfocrError
from pfocr_cli.files import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

GZIP, ZSTANDARD = PACKINGS = (".gz", ".zst")
_WINDOW = 27
"""Log2 of the most bytes that reading Zstandard keeps, what its own program takes: 128 MB."""


def packing_of(path: str) -> str:
    """Return the suffix that says how a file is compressed; empty where it is not."""
    return next((suffix for suffix in PACKINGS if path.lower().endswith(suffix)), "")


def unpacked(file: BinaryIO, path: str) -> BinaryIO:
    """Return a stream of what a file holds; how it is compressed is told by its path.

    Raises:
        PfocrError: there is no library that reads it.
    """
    packing = packing_of(path)
    if packing == GZIP:
        return cast("BinaryIO", gzip.GzipFile(fileobj=file, mode="rb"))
    if packing == ZSTANDARD:
        zstd = _zstd()
        options = {zstd.DecompressionParameter.window_log_max: _WINDOW}
        return cast("BinaryIO", zstd.ZstdFile(file, mode="r", options=options))
    return file


def packed(file: BinaryIO, path: str) -> BinaryIO:
    """Return a stream that compresses into ``file``, as its path says; closing it ends what was
    compressed and leaves ``file`` open. The same bytes become the same bytes.

    Raises:
        PfocrError: there is no library that writes it.
    """
    packing = packing_of(path)
    if packing == GZIP:  # without a name and a time
        return cast("BinaryIO", gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0))
    if packing == ZSTANDARD:
        zstd = _zstd()
        options = {zstd.CompressionParameter.checksum_flag: 1}
        return cast("BinaryIO", zstd.ZstdFile(file, mode="w", options=options))
    return file


@contextmanager
def telling_of_damage(path: str) -> Iterator[None]:
    """Raise UnreadableError where what is read is not compressed so, or is cut off."""
    others = (_zstd().ZstdError,) if packing_of(path) == ZSTANDARD else ()
    try:
        yield
    except EOFError:
        raise UnreadableError("it ends in the middle: what is left of it is not all") from None
    except (gzip.BadGzipFile, zlib.error, *others):
        name = "gzip" if packing_of(path) == GZIP else "Zstandard"
        raise UnreadableError(f"it is not compressed by {name}, or is damaged") from None


def _zstd() -> ModuleType:
    for name in ("compression.zstd", "backports.zstd"):
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    raise PfocrError(".zst needs backports.zstd: python -m pip install backports.zstd")
