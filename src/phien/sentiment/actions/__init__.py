"""What people do in sentiment: one keyword-only verb function each."""
