"""Validate, normalise, export and report the figure records of Pathway Figure OCR."""

__version__ = "0.1.0"
