"""What pages read from campaigns."""
