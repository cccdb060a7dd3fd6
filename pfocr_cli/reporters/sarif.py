"""``sarif``: SARIF 2.1.0, as GitHub code scanning takes it.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import quote

from pfocr_cli import __version__
from pfocr_cli.finding import Finding, Severity, page_address
from pfocr_cli.regex import regex
from pfocr_cli.reporters import Reporter, Summary, reporter
from pfocr_cli.reporters._worst import Worst
from pfocr_cli.rules import RULES, Rule
from pfocr_cli.terminal.safe_json import encode
from pfocr_cli.wording import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pfocr_cli.lexicon.store import Release

MOST_RESULTS = 25_000
"""Results of one run that GitHub accepts."""
SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_HOME = "https://github.com/wikipathways/pfocr-database"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_DESCRIPTION = 1_024
"""Characters of a description that GitHub accepts."""
_LABEL = regex("^(Why|Bad|Good|Fix):", re.MULTILINE)


@reporter("sarif")
class SarifReporter(Reporter):
    """Keeps the worst findings, in input order within a severity, and writes one run with them."""

    def __init__(
        self, stream: TextIO, talk: TextIO | None = None, rules: Mapping[str, Rule] = RULES
    ) -> None:
        self._stream = stream
        self._talk = talk or sys.stderr
        self._rules = rules
        self._worst = Worst(MOST_RESULTS)

    def add(self, finding: Finding) -> None:
        """Keep one finding, unless worse ones fill the log."""
        self._worst.add(finding)

    def finish(self, summary: Summary) -> None:
        """Write the log, a result a line; say on standard error how many findings were left out."""
        findings, cut = self._worst.by_severity(), self._worst.message
        names = {finding.code: finding for finding in findings}
        codes = {code: index for index, code in enumerate(sorted(names))}
        descriptors = [_descriptor(names[code], self._rules.get(code)) for code in codes]
        run = encode(_run(descriptors, cut, summary.lexicon))
        opening = (
            f'{{"$schema": {encode(SCHEMA)}, "version": "2.1.0", "runs": [{run[:-1]}, "results": ['
        )
        self._stream.write(opening)
        for number, finding in enumerate(findings):
            self._stream.write(
                (",\n" if number else "\n") + encode(_result(finding, codes[finding.code]))
            )
        self._stream.write("\n]}]}\n")
        if cut:
            self._talk.write(f"sarif: {cut}\n")


def _run(rules: Sequence[dict[str, Any]], cut: str, lexicon: Release | None) -> dict[str, Any]:
    invocation: dict[str, Any] = {"executionSuccessful": True}
    if cut:
        invocation["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": cut}}]
    driver = {
        "name": "pfocr",
        "semanticVersion": __version__,
        "informationUri": _HOME,
        "rules": rules,
    }
    tool: dict[str, Any] = {"driver": driver}
    if lexicon is not None:
        sources = [
            f"{source.what}: {source.origin}, {source.licence}" for source in lexicon.sources
        ]
        properties = {"sha256": lexicon.sha256, "sources": sources}
        tool["extensions"] = [{"name": "HGNC", "version": lexicon.hgnc, "properties": properties}]
    return {"tool": tool, "columnKind": "unicodeCodePoints", "invocations": [invocation]}


def _descriptor(finding: Finding, rule: Rule | None) -> dict[str, Any]:
    """Return a reportingDescriptor; a finding whose rule is not at hand gives the little it
    knows.
    """
    page = rule.page if rule else finding.name
    level = _LEVELS[rule.severity if rule else finding.severity]
    full = " ".join(" ".join(page.split("\n\n")[:2]).split())
    return {
        "id": finding.code,
        "name": finding.name,
        "shortDescription": {"text": page.partition("\n")[0][:_DESCRIPTION]},
        "fullDescription": {"text": full[:_DESCRIPTION]},
        "helpUri": page_address(finding.code),
        "help": {"text": page, "markdown": _LABEL.sub(r"**\1:**", page)},
        "defaultConfiguration": {"level": level},
    }


def _result(finding: Finding, rule_index: int) -> dict[str, Any]:
    place = finding.place
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    return {
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.severity],
        "message": {"text": visible(finding.message)},
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": uri(finding.file)}, "region": region}}
        ],
        "partialFingerprints": {"pfocr/v1": finding.fingerprint},
    }


def uri(file: str) -> str:
    """Return a path as a URI reference (RFC 3986), relative where the path is.

    Bytes that are not UTF-8 keep their values, and a colon is escaped: ``a:b`` would name a scheme.
    """
    try:
        raw = file.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a character, from Windows
        raw = file.encode("utf-8", "surrogatepass")
    return ("file://" if file.startswith("/") else "") + quote(raw, safe="/")
