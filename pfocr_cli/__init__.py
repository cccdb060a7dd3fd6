"""Validate, normalise, export and report the figure records of Pathway Figure OCR."""

__version__ = "0.1.0"
DOCUMENTATION = "https://github.com/OWNER/pfocr-cli/blob/HEAD/docs"
"""Where the pages of ``docs`` are read. OWNER is whom pfocr-cli is from, as in the README."""
