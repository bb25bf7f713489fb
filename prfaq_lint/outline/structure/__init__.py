"""The structure of a draft: headings, sections, and the zones of the release and the FAQ."""
