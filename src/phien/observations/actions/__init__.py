"""What people do in observations: one keyword-only verb function each."""
