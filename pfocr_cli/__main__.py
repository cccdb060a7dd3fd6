"""``python -m pfocr_cli`` is ``pfocr``."""

from pfocr_cli.cli import main

if __name__ == "__main__":
    main()
