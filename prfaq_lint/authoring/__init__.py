"""Writing drafts: templates, the interview, insertions, the next step and starter files."""
