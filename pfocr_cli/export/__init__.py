"""Records to other programs' formats: figures, selections, targets, and a module a format."""
