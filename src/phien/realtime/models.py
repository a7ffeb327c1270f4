"""Tables of realtime."""
