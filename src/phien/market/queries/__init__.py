"""What pages read from the market, by noun."""
