"""The page of who is credited with which order."""
