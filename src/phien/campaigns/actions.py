"""What people do in campaigns: one keyword-only verb function each."""
