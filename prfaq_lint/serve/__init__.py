"""`prfaq-lint serve`: a local web page for writing drafts, with findings while typing."""
