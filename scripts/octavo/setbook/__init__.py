"""A set book read back: its pages and lines, its verse, and what a typesetter would mend."""
