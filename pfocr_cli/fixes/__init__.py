"""Changes to records: made in their text, byte for byte, and written where they are wanted."""
