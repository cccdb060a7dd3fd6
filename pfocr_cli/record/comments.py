"""Comments in YAML: what a text says that its data does not.

Source: YAML 1.2.2, 6.6, https://yaml.org/spec/1.2.2/#66-comments.
"""

from __future__ import annotations

import yaml


def has_comment(text: str) -> bool:
    """Say whether a YAML text holds a comment; True also where it cannot be read, as nobody knows.

    Comments stand between tokens, and behind the sign that begins a block scalar.
    """
    if "#" not in text:
        return False
    end = 0
    try:
        for token in yaml.scan(text, Loader=yaml.CSafeLoader):
            start = token.start_mark.index
            if "#" in text[end:start]:
                return True
            end = max(end, token.end_mark.index)
            is_block = isinstance(token, yaml.ScalarToken) and token.style in ("|", ">")
            if is_block and "#" in text[start:].partition("\n")[0]:
                return True
    except yaml.YAMLError:
        return True
    return False
