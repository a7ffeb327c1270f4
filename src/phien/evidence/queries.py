"""What pages read from evidence."""
