"""What was issued, and undoing errata in the Markdown."""
