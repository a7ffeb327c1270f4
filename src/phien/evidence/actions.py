"""What people do in evidence: one keyword-only verb function each."""
