"""The lexicon of gene names: a snapshot of HGNC with FamPlex's families, how it is made, kept,
fetched and read.
"""
