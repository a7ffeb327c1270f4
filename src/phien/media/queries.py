"""What pages read from media."""
