"""T305-T307 and I205: marks, titles, organisms and numbers, all of them for who asks for infos."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from test_rule_messages import problems, record_with

from pfocr_cli.app.validate_job import ValidateJob
from pfocr_cli.cli import main
from pfocr_cli.finding import Finding, Severity
from pfocr_cli.inputs.json_lines import Chunk
from pfocr_cli.inputs.search import Input
from pfocr_cli.record.dump import yaml_text

FIXTURES = Path(__file__).parents[1] / "fixtures"
BASE = yaml.safe_load((FIXTURES / "broken" / "I202-alias.md").read_text("utf-8").split("---\n")[1])


def judged(code: str, **values: object) -> list[tuple[str, str]]:
    return [(finding.pointer or "", finding.message) for finding in findings(code, values)]


def findings(code: str, values: dict[str, object]) -> list[Finding]:
    data = {key: value for key, value in (BASE | values).items() if value is not None}
    outcome = ValidateJob(frozenset({code}), Severity.INFO)(
        Chunk(0, Input("a.yaml", "a.yaml", data=yaml_text(data).encode()))
    )
    assert outcome.crash is None, outcome.crash
    assert {str(finding.severity) for finding in outcome.findings} <= {"info"}
    return outcome.findings


NO_PATHWAY = "REJECT is the curators' mark for a figure that is not a pathway"
NOT_HUMAN = "XXX is the curators' mark for an organism that is not human"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"figtitle": "REJECT"}, [("/figtitle", NO_PATHWAY)]),
        ({"number": "REJECT", "caption": "REJECT"},
         [("/number", NO_PATHWAY), ("/caption", NO_PATHWAY)]),
        ({"organisms": "XXX"}, [("/organisms", NOT_HUMAN)]),
        ({"organisms": "REJECT"}, [("/organisms", NO_PATHWAY)]),
        ({"organisms": ["Homo sapiens", "REJECT", "XXX"]},
         [("/organisms/1", NO_PATHWAY), ("/organisms/2", NOT_HUMAN)]),
        ({"organisms": ["Homo sapiens", 5]}, []),
        ({"figtitle": "reject XXX", "papertitle": "REJECT", "number": "XXX"}, []),
    ],
)  # fmt: skip
def test_marks_are_told_where_they_stand(
    values: dict[str, object], said: list[tuple[str, str]]
) -> None:
    assert judged("T305", **values) == said


SAY_IT = "say what is shown"
TITLES: dict[str, list[str]] = {
    "": ["the title has 0 letters: a title says what is shown, in 10 or more ()"],
    "In bones.": [
        "the title has 9 letters: a title says what is shown, in 10 or more (In bones.)",
        "the title ends with a period (In bones.)",
    ],
    "Into bones": [],
    "x" * 250: [],
    "x" * 251: [f"the title has 251 letters: 250 are the most ({'x' * 40})"],
    "(A) Oestrogen in bone": ["the title begins with a panel's letter, (A) ((A))"],
    "B) Oestrogen in bone": ["the title begins with a panel's letter, B) (B))"],
    "Oestrogen in bone [,]": ["the title has [,], left where citations were taken out ([,])"],
    "Oestrogen in bone.": ["the title ends with a period (Oestrogen in bone.)"],
    "Oestrogen in bone...": [],
    "Schematic representation of bone": [
        f"the title begins with 'Schematic representation of': {SAY_IT} (Schematic representation "
        "of)"
    ],
    "A proposed model for bone loss": [
        f"the title begins with 'A proposed model for': {SAY_IT} (A proposed model for)"
    ],
    "Simplified overview showing bone": [
        f"the title begins with 'Simplified overview showing': {SAY_IT} (Simplified overview "
        "showing)"
    ],
    "(A) Diagram of bone loss": [
        "the title begins with a panel's letter, (A) ((A))",
        f"the title begins with 'Diagram of': {SAY_IT} (Diagram of)",
    ],
    "an  invented study": [
        "the title is the paper's: say what the figure shows (an  invented study)"
    ],
    "An in-vented study": [],
    "An invented story": [],
    "Oestrogen in bone": [],
    "Mouse model of bone loss": [],
    "(TNF) in bone loss": [],
    "Overviews compared in bone": [],
    "NA": [],
    "REJECT": [],
}


@pytest.mark.parametrize(("title", "said"), TITLES.items(), ids=[title[:40] for title in TITLES])
def test_titles(title: str, said: list[str]) -> None:
    found = findings("T306", {"figtitle": title, "papertitle": "An invented study."})
    assert {finding.pointer for finding in found} <= {"/figtitle"}
    assert [f"{finding.message} ({finding.value[:40]})" for finding in found] == said


def test_a_title_is_held_against_that_of_a_paper_that_has_one() -> None:
    assert judged("T306", figtitle="Oestrogen in bone", papertitle=None) == []
    assert judged("T306", figtitle=None) == []
    assert judged("T306", figtitle="[] () {} []", papertitle="--") == []


NUMBERS = [
    ("F1", "Figure", "F1", "a-g001.jpg", None),
    ("F1b", "Figure", "fig1b", "gr1b_lrg.jpg", None),
    ("F11", "Figure", "F11", "mb2410470011.jpg", None),
    ("Fig. 4", None, "fig4", "s132f04_ht.jpg", None),
    ("S1", "Scheme", "sch1", "sc1.jpg", None),
    ("Scheme 2", "Scheme", "molecules-1-2-sch002", "a-sch002.jpg", None),
    ("SF2_2", "Supplemental figure", "fig2s2", "elife-1-fig2-figsupp2.jpg", None),
    ("GA1", "Graphical abstract", "undfig1", "ga1.jpg", None),
    ("S1", "Supplemental figure", "SF0001", "a.jpg", None),
    ("F9", "Figure", "PMC123456", "a-b.jpg", None),
    ("F1", "Figure", "sch1", "a.jpg", "/number"),
    ("F1", "Figure", "undfig1", "fx1.jpg", "/number"),
    ("F1", "Figure", "a_ga_001", "a-ga001.jpg", "/number"),
    ("F2", "Figure", "SF0002", "a.jpg", "/number"),
    ("F2", "Figure", "fig2s2", "a.jpg", "/number"),
    ("F1", "Figure", "app1", "a.jpg", "/number"),
    ("F1", "Figure", "figA1", "a.jpg", "/number"),
    ("F1", "Figure", "fig7", "a.jpg", "/number"),
    ("F1", "Figure", "a-01-00002-f003", "a.jpg", "/number"),
    ("SF1", "Supplemental figure", "sch1", "a.jpg", "/number"),
    ("Appendix 1", "Figure", "F1", "a.jpg", "/number"),
    ("Supplementary Figure 1", "Figure", "F1", "a.jpg", "/number"),
    ("F1", "Supplemental figure", "F1", "a.jpg", "/figtype"),
    ("F1", "Figure", "123", "a-sch001.jpg", "/number"),
    ("A1", None, "app1", "PMC1-sch001.jpg", None),
    ("A1", None, "F1", "a.jpg", "/number"),
]


@pytest.mark.parametrize(("number", "figtype", "link", "filename", "where"), NUMBERS)
def test_numbers_and_kinds(
    number: str, figtype: str | None, link: str, filename: str, where: str | None
) -> None:
    found = judged(
        "I205",
        number=number,
        figtype=figtype,
        figlink=f"/pmc/articles/PMC1/figure/{link}/",
        filename=filename,
    )
    assert [pointer for pointer, _ in found] == ([where] if where else [])


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as leaving:
        main(["validate", "--isolated", "--select", "T307", "--show", "info", *arguments])
    out, err = capsys.readouterr()
    return leaving.value.code, out, err


@pytest.mark.parametrize(
    ("organisms", "found"),
    [
        ("H. sapiens", ["/organisms"]),
        (["Homo sapiens", "", "XXX", "H. sapiens", 9606], ["/organisms/3"]),
    ],
)
def test_an_organism_stands_alone_or_in_a_list(
    tmp_path: Path, organisms: object, found: list[str]
) -> None:
    (tmp_path / "names.txt").write_text("Homo sapiens\n")
    record = replace(
        record_with({"organisms": organisms}), organisms_path=str(tmp_path / "names.txt")
    )
    assert [problem.pointer for problem in problems("T307", record)] == found
    assert problems("T307", record_with({"organisms": organisms})) == []


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    shutil.copytree(FIXTURES / "broken" / "T307-short-name", tmp_path, dirs_exist_ok=True)
    return tmp_path / "_figures"


def test_organisms_are_held_against_the_folder_beside(
    figures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, str(figures))
    assert "T307 info the site knows no organism 'H. sapiens' (did you mean Homo sapiens?)" in out
    other = figures.parent / "other" / "_figures"
    shutil.copytree(figures, other)
    assert run(capsys, str(other))[1] == ""


@pytest.mark.parametrize("name", ["names.txt", "page.md", "folder"])
def test_organisms_may_be_named(
    figures: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = figures.parent / name
    page = "---\nlatin:\n- Mus musculus\n- H. sapiens\n---\n"
    if name == "folder":
        path.mkdir()
        (path / "mouse.md").write_text(page)
        (path / "README").write_text("not a page")
    else:
        path.write_text(page if name == "page.md" else "# names\nMus musculus\n\nH. sapiens\n")
    _, out, _ = run(capsys, "--organisms", str(path), str(figures))
    assert [line.partition(" T307 ")[2] for line in out.splitlines()] == [
        "info the site knows no organism 'Homo sapiens' (did you mean H. sapiens?)"
    ]


@pytest.mark.parametrize("name", ["nothing", "empty.txt", "page.md"])
def test_organisms_without_a_name_end_the_run(
    figures: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    if name != "nothing":
        (figures.parent / name).write_text("")
    status, out, err = run(capsys, "--organisms", str(figures.parent / name), str(figures))
    assert (status, out) == (2, "")
    assert name in err
