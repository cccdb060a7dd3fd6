"""Which options a ``.pfocr.toml`` may set: each is in one of these lists, or it is refused."""

from __future__ import annotations

OWN_KEYS = frozenset({"exclude", "extra-keys", "per-file-ignores", "severity"})
"""Keys of the file that are no options."""
_ONE_RUN = frozenset(
    {
        "against",
        "config",
        "corpus-keys",
        "dry-run",
        "families",
        "families-origin",
        "help",
        "hgnc",
        "isolated",
        "origin",
        "quiet",
        "release",
        "shard",
        "show-files",
        "stdin-filename",
        "synonyms",
        "synonyms-origin",
        "texts",
        "texts-origin",
        "timeout",
        "traceback",
        "url",
        "verbose",
        "version",
        "withdrawn",
    }
)
FORBIDDEN = _ONE_RUN | frozenset(
    {
        "badge",
        "cache",
        "executor",
        "files-from",
        "fix",
        "manifest",
        "output",
        "titles",
        "todo",
        "unsafe-fixes",
        "write-baseline",
    }
)
"""What writes, edits, fetches or runs something, or says which run this is."""
FORMATS = frozenset({"format", "to"})
"""Options that take FORMAT:PATH; in the file they name formats only."""
INSIDE = frozenset({"baseline", "data-dir", "decisions", "lexicon", "organisms", "schema"})
"""Options whose value is a path that is read: relative to the file's folder, as its globs are, and
inside the repository.
"""
PLAIN_VALUES = frozenset(
    {
        "all",
        "check",
        "color",
        "dedupe",
        "diff",
        "explain",
        "fail-on",
        "fail-on-left",
        "fill",
        "generation",
        "ignore",
        "jobs",
        "matches",
        "on-error",
        "section",
        "select",
        "show",
        "species",
        "statistics",
        "strict",
        "symbols",
        "tier",
        "unreadable",
    }
)
"""Options that only say how: the file may set them, as it may those that export formats declare so
(``Option.says_how``). One in none of these lists is refused.
"""
