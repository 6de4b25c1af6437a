"""One setting for all renditions, mended as a typesetter would, and the PDFs that are made from it."""
