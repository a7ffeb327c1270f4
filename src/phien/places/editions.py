PLACES = "places"
"""What every page that names places stands on."""
