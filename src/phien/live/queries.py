"""What pages read from live."""
