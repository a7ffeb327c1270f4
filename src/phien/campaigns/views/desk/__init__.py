"""The campaign desk: its organisers' pages. Everything is fetched through the person: others get a 404."""
