"""Tables of live."""
