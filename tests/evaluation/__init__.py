"""Measures how well the tool reads real drafts: labels, the drafts' fingerprints, and what the tool makes of them."""
