"""All outside input of privacy, by noun."""
