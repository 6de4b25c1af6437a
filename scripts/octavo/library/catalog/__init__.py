"""What a library gives out: a site with a page for each title, and feeds for shops, libraries and readers."""
