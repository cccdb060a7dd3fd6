"""From paths to records: searches, lists, JSON Lines, and what a record is read from."""
