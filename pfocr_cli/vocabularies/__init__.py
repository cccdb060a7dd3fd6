"""MeSH, ChEBI and the Disease Ontology: which ids there are, what they are called, what replaced
them.
"""
