"""The database's web site, as records name it."""

SITE = "https://pfocr.wikipathways.org"
