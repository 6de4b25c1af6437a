"""The archive: a bag that proves itself, and how it is verified."""
