"""Whether the two readers of YAML, and the two ways to read JSON, agree on texts made at random.

    python tests/bench/fuzz_readers.py --examples 500000 --seed 1

Where the fast reader answers, the exact one must find no fault and give the same data: texts letter
for letter, numbers by type and value, keys in their order. Each text that is read in two ways is
printed, and the exit status is then 1. The texts are those of ``tests/record_texts.py``: half
of them new, half mutations of a record. pytest does not collect this file.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import record_texts

from pfocr_cli.record import fast, json_text
from pfocr_cli.record.compose import compose
from pfocr_cli.record.nodes import data_of
from pfocr_cli.record.survey import survey

RECORD = """figid: PMC1__f1
number: Figure 1
caption: 'Binding: RANKL (arrow) and its decoy, OPG. Bars are 5 > 4 | 3.'
papertitle: Receptors, ligands and
  their decoys in bone
year: '2019'
pathway_score: 0.9137462
abstract: |-
  A first line.

  A last one.
annotations: []
schema-jsonld:
  '@id': https://example.org/f1.html
  keywords:
  - TNFSF11
  - 'NO'
genes:
- word: RANKL
  entrez: '8600'
- word: OPG
  entrez: '4982'
chemicals: []
"""
_MASKED = re.compile("[\ue000-\uf8ff]")


def yaml_difference(text: str) -> tuple[bool, str]:
    """Return whether the fast reader answered, and how the exact one answers otherwise."""
    found = fast.read_plain(text)
    if found is None:
        compose_data(text)  # it may refuse, and must not fail
        return False, ""
    exact = compose_data(text)
    return True, "" if record_texts.same(
        found.data, exact
    ) else f"fast {found.data!r}\nexact {exact!r}"


def compose_data(text: str) -> Any:
    """Return what the exact reader gives: the data, or its faults."""
    root, faults = compose(text)
    return faults if faults or root is None else data_of(root)


def json_difference(text: str) -> tuple[bool, str]:
    """Return whether the fast reader answered, and how the exact one answers otherwise."""
    found = json_text.read_json(text)
    root, faults = json_text.places(text)
    if found is None:
        if not faults and json_text.values(text) is not None:
            return False, f"the fast way refuses what the other takes: {root!r}"
        return False, ""
    if faults:
        return True, f"fast {found.data!r}\nexact {faults!r}"
    # Masked letters and escapes serve for places only.
    if root is None or _MASKED.search(survey(data_of(root)).text):
        return True, ""
    exact = data_of(root)
    return True, "" if record_texts.same(
        found.data, exact
    ) else f"fast {found.data!r}\nexact {exact!r}"


def yaml_example(random: Random) -> str:
    """Return a new text, or a record with changes."""
    if random.random() < 0.5:
        return record_texts.yaml_text(random)
    return record_texts.mutated(random, RECORD)


def main() -> int:
    """Run the examples; print what differs and how many were read by both."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--examples", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=20, help="differences that end the run")
    arguments = parser.parse_args()
    answered = different = 0
    start = time.monotonic()
    for number in range(arguments.examples):
        random = Random(f"{arguments.seed}-{number}")
        is_json = number % 8 == 0
        text = record_texts.json_text(random) if is_json else yaml_example(random)
        try:
            by_both, told = (json_difference if is_json else yaml_difference)(text)
        except Exception as error:
            by_both, told = True, f"failed with {error!r}"
        answered += by_both
        if told:
            different += 1
            print(
                f"{'json' if is_json else 'yaml'} {number}: {text!r}\n{told[:1500]}\n", flush=True
            )
            if different >= arguments.most:
                break
    seconds = time.monotonic() - start
    print(
        f"{number + 1:,} texts in {seconds:.0f} s, {answered:,} read by both, {different:,} differ"
    )
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
