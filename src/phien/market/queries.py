"""What pages read from market."""
