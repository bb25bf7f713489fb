"""`prfaq-lint serve`: a page on this machine in which drafts are written, with findings as they are typed."""
