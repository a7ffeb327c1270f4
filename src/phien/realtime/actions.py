"""What people do in realtime: one keyword-only verb function each."""
