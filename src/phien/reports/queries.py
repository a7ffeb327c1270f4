"""What pages read from reports."""
