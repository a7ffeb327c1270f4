MAP = "data_map"
"""What the data map stands on: how long things are kept."""
