"""One Markdown file as pandoc reads it: its syntax tree made into an XHTML tree, and where things stand in the file."""
