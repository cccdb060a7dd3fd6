"""Where results of unchanged records are kept: a folder of their own, which nothing but the command
line or PFOCR_CACHE names.
"""

from __future__ import annotations

import os

from pfocr_cli.errors import PfocrError

FILE = "pfocr-results-1.sqlite"
"""What is in it; the number is that of the file's layout."""
_USUAL = ("1", "true", "yes", "on")
"""What stands for the usual folder."""


def folder_for(asked: str) -> str:
    """Return the folder that --cache or PFOCR_CACHE asks for: the system's place for caches, or the
    one that is named.

    Raises:
        PfocrError: it holds other things.
    """
    folder = _default_folder() if asked.lower() in _USUAL else asked
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return folder
    except NotADirectoryError:
        raise PfocrError(f"--cache {folder}: not a folder, and results are kept in one") from None
    except (OSError, ValueError) as error:
        told = (getattr(error, "strerror", None) or str(error)).lower()
        raise PfocrError(f"--cache {folder}: {told}") from None
    if names and FILE not in names:
        raise PfocrError(
            f"--cache {folder} holds other things, and results are kept in a folder of their own: "
            "--cache=FOLDER, or --cache as the last word for the usual place"
        )
    return folder


def _default_folder() -> str:
    from platformdirs import user_cache_path  # only those who ask for it pay for it

    return str(user_cache_path("pfocr", appauthor=False) / "results")
