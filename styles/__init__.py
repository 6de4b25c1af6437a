"""The look of every rendition: style sheets, page designs."""
