"""What a printer gets: the interior in its inks, the cover, the booklet."""
