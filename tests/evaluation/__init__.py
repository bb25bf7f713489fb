"""The evaluation of the tool on real drafts: labels, the drafts' fingerprints, and the tool's output."""
