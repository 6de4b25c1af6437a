"""Words and where they stand; collation; what the errata list does to a witness. Pure functions, no files."""
