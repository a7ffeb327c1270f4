"""What people do in content: one keyword-only verb function each."""
