"""What pages read from content."""
