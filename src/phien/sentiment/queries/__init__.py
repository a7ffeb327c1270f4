"""What pages and reports read of comments."""
