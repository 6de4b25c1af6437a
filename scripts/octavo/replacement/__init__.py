"""A better transcript takes the place of a witness; the errata list is carried over to it."""
