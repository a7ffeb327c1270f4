PEOPLE = "people"
"""What every page that names people stands on: names, portraits, duties."""
