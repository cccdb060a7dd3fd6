"""``python -m pfocr_cli`` is ``pfocr``, and this is where both begin."""

import gc
import os
import sys

# What is imported stays: each of Python's forty looks for dead circles meanwhile finds none.
gc.set_threshold(50_000, 20, 100)

if not sys.flags.safe_path and sys.path[:1] in ([""], [os.getcwd()]):
    # Python puts the working directory first, and a corpus is no place to load code from.
    del sys.path[0]

try:
    from pfocr_cli import signals
except KeyboardInterrupt:
    os.write(2, b"pfocr: interrupted\n")
    sys.exit(130)


def main() -> None:
    """Run the command line; from here on a signal ends the program without a traceback.

    Not at the import of this module, which workers do too.
    """
    signals.end_at_once()
    from pfocr_cli.cli import main as run_command

    try:
        run_command()
    finally:
        # Python looks for dead circles once more as it ends: no need, and after a long run slow.
        gc.freeze()


if __name__ == "__main__":
    main()
