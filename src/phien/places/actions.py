"""What people do in places: one keyword-only verb function each."""
