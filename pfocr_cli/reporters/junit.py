"""``junit``: JUnit XML, as the viewers of CI systems read it
(https://github.com/testmoapp/junitxml).

A test suite is a file and a test case a finding, so that a viewer folds by file. An error is a
failure; a warning or info is a case that passes, with what it says as its output: nothing was
skipped. A run without findings is one passing case that names the number of records. Every element
begins with its totals, so nothing is written before the end, and no more is kept than ``sarif``
keeps.
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, TextIO
from xml.etree import ElementTree as ET

from pfocr_cli.finding import Finding, Severity
from pfocr_cli.reporters import Reporter, Summary, reporter
from pfocr_cli.reporters._worst import Worst
from pfocr_cli.wording import plural, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST = 25_000
"""Test cases of one report: more than any viewer shows, as many as ``sarif`` holds."""


@reporter("junit")
class JunitReporter(Reporter):
    """Keeps the worst findings, and writes them by file."""

    def __init__(self, stream: TextIO, talk: TextIO | None = None) -> None:
        self._stream = stream
        self._talk = talk or sys.stderr
        self._worst = Worst(_MOST)

    def add(self, finding: Finding) -> None:
        """Keep one finding, unless worse ones fill the report."""
        self._worst.add(finding)

    def finish(self, summary: Summary) -> None:
        """Write the whole document, a suite a line; say on standard error what was left out."""
        everything = self._worst.in_order()
        files: dict[str, list[Finding]] = {}
        for finding in everything:
            files.setdefault(finding.file, []).append(finding)
        root = ET.Element("testsuites", {"name": "pfocr validate", **_totals(everything)})
        if not everything:
            root.set("tests", "1")
        opening, closing, _ = ET.tostring(root, "unicode", short_empty_elements=False).partition(
            "</testsuites>"
        )
        self._stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{opening}\n')
        for file, findings in files.items():
            self._stream.write(ET.tostring(_suite(file, findings, summary), "unicode") + "\n")
        if not everything:
            self._stream.write(ET.tostring(_clean_suite(summary), "unicode") + "\n")
        self._stream.write(closing + "\n")
        if self._worst.cut:
            self._talk.write(f"junit: {self._worst.message}\n")


def _totals(findings: Sequence[Finding]) -> dict[str, str]:
    failures = sum(finding.severity is Severity.ERROR for finding in findings)
    return {
        "tests": str(len(findings)),
        "failures": str(failures),
        "errors": "0",
        "skipped": "0",
    }


def _suite(file: str, findings: Sequence[Finding], summary: Summary) -> ET.Element:
    suite = ET.Element("testsuite", {"name": visible(file), **_totals(findings)})
    _name_lexicon(suite, summary)
    names: Counter[str] = Counter()
    for finding in findings:
        name = f"{finding.code} {finding.name} at {finding.place.line}:{finding.place.column}"
        names[name] += 1
        if names[name] > 1:  # GitLab takes only the first of two cases with one name
            name += f" ({names[name]})"
        suite.append(_case(name, finding))
    return suite


def _name_lexicon(suite: ET.Element, summary: Summary) -> None:
    if (lexicon := summary.lexicon) is not None:
        properties = ET.SubElement(suite, "properties")
        ET.SubElement(properties, "property", name="HGNC", value=lexicon.hgnc)
        ET.SubElement(properties, "property", name="HGNC sha256", value=lexicon.sha256)


def _case(name: str, finding: Finding) -> ET.Element:
    file = visible(finding.file)
    message = visible(finding.message)
    case = ET.Element(
        "testcase", classname=file, name=name, file=file, line=str(finding.place.line)
    )
    if finding.severity is Severity.ERROR:
        failure = ET.SubElement(case, "failure", type=finding.code, message=message)
        failure.text = (
            f"{file}:{finding.place.line}:{finding.place.column}: {finding.code} {message}"
        )
    else:
        output = ET.SubElement(case, "system-out")
        output.text = f"{finding.severity}: {finding.code} {message}"
    return case


def _clean_suite(summary: Summary) -> ET.Element:
    suite = ET.Element(
        "testsuite", name="pfocr validate", tests="1", failures="0", errors="0", skipped="0"
    )
    _name_lexicon(suite, summary)
    ET.SubElement(
        suite,
        "testcase",
        classname="pfocr",
        name=f"{plural(summary.records, 'record')} without findings",
    )
    return suite
