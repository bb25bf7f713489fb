"""Configuration: files, profiles, stages, selection of rules, and the schema."""
