"""What the pages of privacy read, by noun."""
