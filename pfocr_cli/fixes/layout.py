"""How the database would write one value of a record, folded where it folds."""

from __future__ import annotations

from typing import Any

from pfocr_cli.record.pointer import steps


def published_scalar(pointer: str, value: str) -> str:
    """Return a text as the published records write it at that place: libyaml's emitter, 80 columns.

    ``/schema-jsonld/description`` is folded two columns later than ``/caption``. All lines but the
    first come with their indentation.
    """
    return _nested(pointer, value)[len(_nested(pointer, "")) - 2 :]


def published_column(pointer: str) -> int:
    """Return how many letters stand before a value on its line in the published records."""
    return len(_nested(pointer, "").rpartition("\n")[2]) - 2


def _nested(pointer: str, value: str) -> str:
    data: Any = value
    for step in reversed(steps(pointer)):
        data = [data] if step.isdecimal() else {step: data}
    from pfocr_cli.record.dump import yaml_text  # only those who write YAML pay for PyYAML

    return yaml_text(data).removesuffix("\n")
