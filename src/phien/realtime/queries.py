"""What pages read from realtime."""
