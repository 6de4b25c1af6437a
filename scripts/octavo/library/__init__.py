"""A library of editions: each built by itself, all of them listed for shops, libraries and readers."""
