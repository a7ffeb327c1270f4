"""What people do in media: one keyword-only verb function each."""
