"""What cannot be kept is told of one record with its number, and of all by its field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pfocr_cli.export.conversion_losses import counted, lost_cells, lost_keys, missing_cells
from pfocr_cli.export.rendered import Loss

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (lost_keys({"doi": "x", "2 genes": 1}, {}), [Loss("doi"), Loss("2 genes")]),
        (
            lost_cells("chemicals", [{"match": "a"}] * 2, [{"match": "b"}] * 2),
            [Loss("match of 2 chemicals", "match of chemicals", 2)],
        ),
        (
            lost_cells("genes", [{"of 3 genes": "a"}], [{}]),
            [Loss("of 3 genes of 1 gene", "of 3 genes of genes", 1)],
        ),
        (
            missing_cells("diseases", ("source",), [{}] * 1_200),
            [
                Loss(
                    "that source is missing in 1,200 diseases",
                    "that source is missing in diseases",
                    1_200,
                )
            ],
        ),
        (
            iter([counted(1, "gene of other species", "genes of other species")]),
            [Loss("1 gene of other species", "genes of other species", 1)],
        ),
    ],
)
def test_a_key_that_looks_like_a_number_is_none(found: Iterator[Loss], wanted: list[Loss]) -> None:
    assert list(found) == wanted


def test_keywords_that_are_gone_are_counted() -> None:
    before = {"schema-jsonld": {"keywords": ["a", "b", "c"]}}
    after = {"schema-jsonld": {"keywords": ["c"]}}
    [loss] = lost_keys(before, after)
    assert (loss.told, loss.field, loss.count) == (
        "2 keywords of schema-jsonld",
        "keywords of schema-jsonld",
        2,
    )
