"""One noun per file; knows no room."""
