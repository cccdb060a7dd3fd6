"""What a YAML text says that its data does not."""

from __future__ import annotations

import pytest

from pfocr_cli.record.comments import has_comment


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("a: b\n", False),
        ("# c\na: b\n", True),
        ("a: b\n# c\nd: e\n", True),
        ("a: b # c\n", True),
        ("a: b\n# c", True),
        ("a: | # c\n  b\n", True),
        ("a: > # c\n  b\n", True),
        ("a: |\n  b # c\n", False),
        ("a: |\n  # c\n", False),
        ("a: 'b # c'\n", False),
        ('a: "b # c"\n', False),
        ("a: b#c\n", False),
        ("a: 'b\n# c", True),  # cannot be read: nobody knows
        ("a: 'b\n", False),  # but without the sign there is none
    ],
    ids=ascii,
)
def test_a_comment_stands_between_tokens(text: str, is_there: bool) -> None:
    assert has_comment(text) is is_there
