"""What people do in live: one keyword-only verb function each."""
