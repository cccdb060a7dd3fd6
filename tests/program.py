"""The one way in which the tests run the program, and the one sound record that they start from.

>>> run("resolve", "RANKL").status
0
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from warm_program import Forked, WarmProgram

from pfocr_cli.cli import main

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"
RECORDS = FIXTURES / "records"
BROKEN = FIXTURES / "broken"
PROGRAM = (sys.executable, "-m", "pfocr_cli")
"""The program as a command; what an installer makes of it, test_install and test_signals run."""

Word = str | bytes | Path

_JSONLD = """schema-jsonld:
  '@context': https://schema.org/
  '@id': https://pfocr.wikipathways.org/figures/{figid}.html
  '@type': Dataset
  description: Signalling of NF-κB
  license: CC0
  name: CreativeWork
  creator:
    '@type': Organization
    name: WikiPathways
  keywords:
  - NFKB1"""
SOUND = """---
figid: {figid}
figlink: /pmc/articles/{pmcid}/figure/F1/
number: F1
caption: Signalling of NF-κB
pmcid: {pmcid}
papertitle: A paper
reftext: Jane Doe, et al. J Cell Sci. 2001 Dec;21(24):1-9.
pmc_ranked_result_index: '12'
pathway_score: 0.95
filename: f1.jpg
figtitle: NF-κB in bone
year: '2001'
organisms:
- Homo sapiens
ndex: ''
annotations: []
seo: CreativeWork
{jsonld}
genes:
- word: NFKB1
  symbol: NFKB1
  source: hgnc_symbol
  hgnc_symbol: NFKB1
  entrez: '4790'
chemicals: []
diseases: []
---
"""
"""A sound record of 2021; `sound` gives it a number."""
SOUND_2023 = """---
figid: {figid}
figtitle: NF-κB in bone
organisms:
- NA
organisms_ner:
- Homo sapiens
pmcid: {pmcid}
filename: f1.jpg
figlink: /pmc/articles/{pmcid}/figure/F1/
number: F1
caption: Signalling of NF-κB
papertitle: A paper
reftext: Jane Doe, et al. J Cell Sci. 2001 Dec;21(24):1-9.
year: '2001'
doi: 10.3390/ijms64383954
journal_title: J Cell Sci
journal_nlm_ta: J Cell Sci
publisher_name: MDPI
keywords: ''
automl_pathway: 0.95
figid_alias: {pmcid}__F1
figtype: Figure
redirect_from: /figures/{pmcid}__F1
ndex: ''
seo: CreativeWork
{jsonld}
---
"""


_SET_BY_PEOPLE = ("PFOCR", "PYTHON", "LC_", "LANG")
"""Beginnings of the names of variables that change what the program says."""
_SHOWING = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM", "GITHUB_ACTIONS"}


@dataclass(frozen=True)
class Run:
    """What a run of the program gave."""

    status: int
    stdout: bytes
    stderr: bytes

    @property
    def out(self) -> str:
        """Standard output as text; line ends as they came."""
        return self.stdout.decode("utf-8", "surrogateescape")

    @property
    def err(self) -> str:
        """Standard error as text."""
        return self.stderr.decode("utf-8", "surrogateescape")

    @property
    def messages(self) -> list[str]:
        """The lines of standard error."""
        return self.err.splitlines()

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The findings of ``--format jsonl`` on standard output."""
        return [json.loads(line) for line in self.out.splitlines()]

    def codes(self, file: str = "") -> set[str]:
        """Return the codes found in a file, by the end of its path."""
        return {found["code"] for found in self.findings if found["file"].endswith(file)}


def sound(number: int, text: str = SOUND) -> str:
    """Return a sound record with the figid PMC<number>__f1."""
    figid, pmcid = f"PMC{number}__f1", f"PMC{number}"
    return text.format(figid=figid, pmcid=pmcid, jsonld=_JSONLD.format(figid=figid))


def as_json(number: int) -> str:
    """Return a sound record as one line of JSON."""
    return json.dumps(yaml.safe_load(sound(number).strip("-\n")), ensure_ascii=False)


def environment(**changes: str) -> dict[str, str]:
    """Return this process's variables without those that change a report, and with some changes."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_SET_BY_PEOPLE)
        and not name.lower().endswith("_proxy")
        and name not in _SHOWING
    }
    return {**kept, **changes}


def run(
    *words: Word,
    cwd: Path | None = None,
    stdin: bytes | int = b"",
    env: Mapping[str, str] | None = None,
    before: Sequence[Word] = (),
    pass_fds: Sequence[int] = (),
    timeout: float = 120,
    fresh: bool = False,
) -> Run:
    """Run the program to its end.

    ``before`` is a command that runs it, such as `as_nobody`; the timeout is there for what hangs.
    The run is a fork of a `WarmProgram` where that is the same; ``fresh``: where it is not.
    """
    env = environment() if env is None else env
    if not (fresh or before or pass_fds) and isinstance(stdin, bytes):
        done = forked(*words, cwd=cwd, stdin=stdin, env=env, timeout=timeout)
        if done is not None:
            return Run(done.status, done.stdout, done.stderr)
    command = [*before, *PROGRAM, *words]
    return launch(command, cwd, stdin, env=env, pass_fds=pass_fds, timeout=timeout)


def forked(
    *words: Word, cwd: Path | None, stdin: bytes, env: Mapping[str, str], timeout: float = 120
) -> Forked | None:
    """Run the program as a fork of one that has started, where that is the same; else None."""
    program = warm_program(words, env)
    if program is None:
        return None
    folder = os.fsdecode(cwd or os.getcwd())
    return program.run([os.fsdecode(word) for word in words], folder, stdin, env, timeout)


def warm_program(words: Sequence[Word], env: Mapping[str, str]) -> WarmProgram | None:
    """Return what a run can be forked from. Workers take after what started the program: with them
    it starts afresh.
    """
    if any(os.fsdecode(word).startswith(("-j", "--jobs", "--executor")) for word in words):
        return None
    program = _warm_program()
    return program if program and program.fits(env) else None


@cache
def _warm_program() -> WarmProgram | None:
    # A fork that goes on to do other things than start a program is safe on Linux alone.
    return WarmProgram(environment()) if sys.platform == "linux" else None


def launch(
    command: Sequence[Word],
    cwd: Path | None = None,
    stdin: bytes | int = b"",
    *,
    env: Mapping[str, str] | None = None,
    pass_fds: Sequence[int] = (),
    timeout: float = 120,
) -> Run:
    """Run a command that runs the program in its turn, such as ``make``."""
    given: dict[str, Any] = {"input": stdin} if isinstance(stdin, bytes) else {"stdin": stdin}
    done: subprocess.CompletedProcess[bytes] = subprocess.run(
        command,
        cwd=cwd,
        env=environment() if env is None else env,
        **given,
        capture_output=True,
        pass_fds=pass_fds,
        timeout=timeout,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


def call(capture: pytest.CaptureFixture[str] | pytest.CaptureFixture[bytes], *words: str) -> Run:
    """Run the program in this process, with its output caught by ``capsys`` or ``capsysbinary``."""
    capture.readouterr()
    with pytest.raises(SystemExit) as left:
        main(list(words))
    out, err = (
        text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
        for text in capture.readouterr()
    )
    return Run(int(left.value.code or 0), out, err)


def configured(capture: pytest.CaptureFixture[str], folder: Path) -> Callable[..., Run]:
    """Return what runs the program in this process, with the ``.pfocr.toml`` of a folder if its
    text is given.
    """

    def program(*words: str, toml: str | None = None) -> Run:
        if toml is not None:
            (folder / ".pfocr.toml").write_text(toml, encoding="utf-8")
        return call(capture, *words)

    return program


def as_nobody() -> list[str]:
    """Return what makes a command another user's where the tests are run by root, who may all.

    Where root has no ``setpriv``, the test fails rather than pass by.
    """
    if os.name != "posix" or os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    assert setpriv, "the tests are run by root: setpriv of util-linux is needed"
    return [setpriv, "--reuid=65534", "--regid=65534", "--clear-groups", "--"]


def give_to_nobody(folder: Path) -> None:
    """Give a folder and all in it to the user of `as_nobody`, where that is another; the fixture
    `open_folder` makes one that this user can go into.
    """
    for path in (folder, *folder.rglob("*")) if as_nobody() else ():
        os.chown(path, 65534, 65534)
