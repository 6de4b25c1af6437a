"""A Document → Typst → the finished PDF."""
