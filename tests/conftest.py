"""What the tests share: records laid out as the published ones are."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml

Published = Callable[[dict[str, Any]], str]


class _PublishedDumper(yaml.CSafeDumper):
    """libyaml's emitter as the database uses it: line breaks in a block, numbers of YAML 1.2 in
    quotes.
    """


def _text(dumper: yaml.CSafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
    )


_PublishedDumper.add_representer(str, _text)
_PublishedDumper.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"[-+]?[0-9]+[eE][-+]?[0-9]+$"), list("-+0123456789")
)


@pytest.fixture(scope="session")
def published() -> Published:
    """Return a function that writes a record as the published ones are laid out."""

    def write(record: dict[str, Any]) -> str:
        body = yaml.dump(
            record, Dumper=_PublishedDumper, sort_keys=False, allow_unicode=True, width=80
        )
        return f"---\n{body}---\n"

    return write
