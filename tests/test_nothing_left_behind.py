"""A signal between the making of a file or folder and the first line that knows its name."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pfocr_cli.export.staging import Staging
from pfocr_cli.files import written

Make = Callable[[Path], None]


def write_one(folder: Path) -> None:
    with written(folder / "report.txt") as stream:
        stream.write("all of it")


def stage_one(folder: Path) -> None:
    with Staging() as staging:
        staging.file(str(folder / "genes.csv")).write(b"all of it")
        staging.commit()


@pytest.mark.parametrize(("make", "maker"), [(write_one, "mkstemp"), (stage_one, "mkdtemp")])
def test_what_was_just_made_goes_too(
    make: Make, maker: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = getattr(tempfile, maker)

    def interrupted(**where: str) -> object:
        found = made(**where)
        os.kill(os.getpid(), signal.SIGINT)
        return found

    monkeypatch.setattr(tempfile, maker, interrupted)
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_cuts_the_tidying_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remove = shutil.rmtree

    def interrupted(folder: str, *, ignore_errors: bool) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        remove(folder, ignore_errors=ignore_errors)

    monkeypatch.setattr(shutil, "rmtree", interrupted)
    with pytest.raises(KeyboardInterrupt):
        stage_one(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["genes.csv"]
