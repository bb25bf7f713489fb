"""The rule engine: pages, suppressions, plug-ins, and the linter that runs rules on an outline."""
