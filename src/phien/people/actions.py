"""What people do in people: one keyword-only verb function each."""
