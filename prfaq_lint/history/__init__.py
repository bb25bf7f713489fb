"""The development of drafts over time: from one save to the next, and from one commit to the next."""
