"""The press release: its parts, its dates and quotes, and the customer's problem."""
