"""Facts of the languages that drafts are written in."""
