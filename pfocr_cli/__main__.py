"""``python -m pfocr_cli`` is ``pfocr``."""

import os
import sys

if not sys.flags.safe_path and sys.path[:1] in ([""], [os.getcwd()]):
    # Python puts the working directory first, and a corpus is no place to load code from.
    del sys.path[0]

from pfocr_cli.cli import main

if __name__ == "__main__":
    main()
