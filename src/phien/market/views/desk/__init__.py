"""The market desk at /desk/market/<campaign>/."""
