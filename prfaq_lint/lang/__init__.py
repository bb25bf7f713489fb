"""Facts about the languages that drafts are written in."""
