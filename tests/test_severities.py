"""`[severity]` and `extra-keys`: what a project makes of the rules, and what it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import SOUND_2023, run, sound

from pfocr_cli.app.severities import severities_of
from pfocr_cli.finding import Severity

WARNED = sound(1).replace("figtitle: NF-κB in bone", "figtitle: NA")
BROKEN = sound(1).replace("pathway_score: 0.95", "pathway_score: much")


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with records, which is the working directory."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configured(repo: Path, text: str, record: str, *args: str) -> tuple[int, str, str]:
    (repo / ".pfocr.toml").write_text(text, encoding="utf-8")
    (repo / "PMC1__f1.md").write_text(record, encoding="utf-8")
    done = run("validate", *args)
    return done.status, done.out, done.err


@pytest.mark.parametrize("word", ["T301", "missing-value-text", "T3", "T"])
def test_a_warning_becomes_an_error(repo: Path, word: str) -> None:
    status, out, _ = configured(repo, f'[severity]\n{word} = "error"\n', WARNED)
    assert (status, "T301 error" in out) == (1, True)


def test_an_error_becomes_a_warning_and_that_is_told(repo: Path) -> None:
    status, out, err = configured(repo, '[severity]\nS104 = "warning"\nS102="info"\n', BROKEN)
    assert (status, out) == (0, "")
    assert ".pfocr.toml weakens S102 info and S104 warning" in err


def test_ignored_is_not_shown_and_that_is_told(repo: Path) -> None:
    assert configured(repo, '[severity]\nT3 = "ignore"\nT301 = "warning"\n', WARNED)[1] != ""
    status, out, err = configured(repo, '[severity]\nT301 = "ignore"\n', WARNED)
    assert (status, out, err) == (0, "", ".pfocr.toml weakens T301 ignored\n")


def test_what_is_made_stronger_is_not_weakened(repo: Path) -> None:
    assert configured(repo, '[severity]\nT301 = "error"\n', sound(1)) == (0, "", "")


def test_what_the_file_ignores_is_named_too(repo: Path) -> None:
    text = 'ignore = ["T301", "T303"]\n'
    assert configured(repo, text, sound(1)) == (0, "", ".pfocr.toml weakens T301 ignored\n")
    assert configured(repo, text, sound(1), "--ignore", "T301") == (0, "", "")


def test_what_the_file_ignores_in_some_files_is_named_as_it_is_written(repo: Path) -> None:
    text = (
        '[severity]\nT302 = "info"\n[per-file-ignores]\n"old/*" = ["T301", "K"]\n'
        '"x/*" = ["T303"]\n"no/*" = []\n'
    )
    told = ".pfocr.toml weakens T302 info and T301 K ignored in 'old/*'\n"
    assert configured(repo, text, sound(1)) == (0, "", told)


def test_the_more_specific_wins_in_any_order() -> None:
    words = [("G501", "info"), ("G5", "error"), ("G", "ignore"), ("missing-value-text", "info")]
    for order in (words, words[::-1]):
        levels = severities_of(order, "x")
        assert levels.of("G501", Severity.WARNING) is Severity.INFO
        assert levels.of("G502", Severity.WARNING) is Severity.ERROR
        assert levels.of("T301", Severity.WARNING) is Severity.INFO
        assert levels.of("T302", Severity.WARNING) is Severity.WARNING
        assert levels.ignored == frozenset()


def test_two_records_of_one_figid_have_the_level_too(repo: Path) -> None:
    (repo / "copy.md").write_text(sound(1), encoding="utf-8")
    status, out, _ = configured(repo, '[severity]\nC801 = "warning"\n', sound(1), ".", "copy.md")
    assert (status, "C801 warning" in out) == (0, True)
    status, out, _ = configured(repo, '[severity]\nC801 = "info"\n', sound(1), ".", "copy.md")
    assert (status, out) == (0, "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[severity]\nX9 = "error"\n', ".pfocr.toml: severity: no rule is called 'X9'"),
        ('[severity]\nT301 = "fatal"\n', ".pfocr.toml: severity: T301: must be one of error"),
        ("[severity]\nT301 = 3\n", ".pfocr.toml: severity: T301: must be one of error"),
        ('severity = "error"\n', ".pfocr.toml: severity must be a table"),
        ('extra-keys = "terpene"\n', ".pfocr.toml: extra-keys must be a list"),
    ],
)
def test_what_is_wrong_is_named_with_the_file(repo: Path, text: str, said: str) -> None:
    status, out, err = configured(repo, text, sound(1))
    assert (status, out) == (2, "")
    assert said in err


def test_the_first_severities_stop_an_export_whatever_the_config_says(repo: Path) -> None:
    text = '[severity]\nP = "ignore"\nS = "ignore"\n'
    broken = sound(1).replace("word: NFKB1", "wort: NFKB1")
    assert configured(repo, text, broken)[0] == 0
    done = run("export", "--to", "gmt:out.gmt", "--min-genes", "1")
    assert (done.status, "S1" in done.err, (repo / "out.gmt").exists()) == (1, True, False)


def test_keys_of_the_projects_own_are_known(repo: Path) -> None:
    record = sound(1).replace("ndex: ''", "ndex: ''\nterpene: limonene")
    assert "S103" in configured(repo, "", record)[1]
    assert configured(repo, 'extra-keys = ["terpene"]\n', record) == (0, "", "")
    assert run("export", "--to", "json:x.json").status == 0
    misspelt = record.replace("terpene", "terpenes")
    assert "unknown key 'terpenes'" in configured(repo, 'extra-keys = ["terpene"]\n', misspelt)[1]


def test_columns_of_the_projects_own_are_known(repo: Path) -> None:
    (repo / "_figures").mkdir()
    (repo / "_data").mkdir()
    (repo / "_figures" / "PMC1__f1.md").write_text(sound(1, SOUND_2023), encoding="utf-8")
    columns = "word\tsymbol\tsource\tncbigene_symbol\tncbigene_id\torganism_id\tterpene\n"
    row = "NFKB1\tNFKB1\tncbigene_symbol\tNFKB1\t4790\t9606\tlimonene\n"
    header = run("schema", "genes").out
    assert '"ncbigene_id"' in header
    (repo / "_data" / "PMC1__f1-genes.tsv").write_text(columns + row, encoding="utf-8")
    assert "unknown column 'terpene'" in run("validate", "_figures").out
    (repo / ".pfocr.toml").write_text('extra-keys = ["terpene"]\n', encoding="utf-8")
    done = run("validate", "_figures")
    assert "terpene" not in done.out + done.err
