"""``--manifest``: what an export wrote and what not, with the options, the lexicon and the sha256
of every file.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from pfocr_cli import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pfocr_cli.export.options import Options
    from pfocr_cli.export.output import Output


def manifest(
    outputs: Sequence[tuple[Output, Options]], facts: Mapping[str, object], beside: str
) -> bytes:
    """Return the manifest as JSON, without times: the same run gives the same bytes.

    ``outputs`` are finished, each with its options; ``facts`` are of the whole run; paths are given
    relative to the folder ``beside``.
    """
    release = outputs[0][1].release
    content = {
        "pfocr": __version__,
        "lexicon": {"release": str(release), "hgnc": release.hgnc, "sha256": release.sha256},
        **facts,
        "outputs": [_entry(output, options, beside) for output, options in outputs],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode(
        "utf-8", "backslashreplace"
    )


def _entry(output: Output, options: Options, beside: str) -> dict[str, Any]:
    def relative(path: str | None) -> str | None:
        return (
            None
            if path is None
            else os.path.relpath(path, beside or os.curdir).replace(os.sep, "/")
        )

    tally = output.tally
    used = {name: getattr(options, name) for name in sorted(output.exporter.options_used)}
    if used.get("titles"):
        used["titles"] = relative(used["titles"])
    known_wrong = dict(sorted(tally.known_wrong.items()))
    if known_wrong and not options.selection.corrected:
        known_wrong = {"published": tally.known_wrong.total()}
    symbols = "current" if options.selection.current else "published"
    return {
        "format": output.target.format,
        "path": relative(output.target.path),
        "options": {
            "tier": options.selection.tier,
            "species": options.selection.species,
            "symbols": symbols,
            "matches": "corrected" if options.selection.corrected else "published",
            **used,
        },
        "figures": tally.figures,
        "genes": tally.genes,
        "chemicals": tally.chemicals,
        "diseases": tally.diseases,
        "left_out": dict(sorted(tally.left_out.items())),
        "genes_left_out": {"species": tally.of_other_species, "tier": tally.of_weaker_tier},
        "known_wrong_matches": known_wrong,
        "files": [
            {"path": relative(file.path), "sha256": file.sha256, "bytes": file.size}
            for file in output.files()
        ],
    }
