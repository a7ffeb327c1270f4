"""What people do in market: one keyword-only verb function each."""
