"""What reads any PDF page as a printer's workflow does: boxes, inks, fonts, pictures, what is painted where."""
