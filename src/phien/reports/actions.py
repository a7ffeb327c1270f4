"""What people do in reports: one keyword-only verb function each."""
