"""What people do in privacy: one keyword-only verb function each."""
