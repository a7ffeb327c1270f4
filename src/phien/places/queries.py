"""What pages read from places."""
