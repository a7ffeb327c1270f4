"""How a campaign spread over platforms: its hashtags' curves, who began, who and what carried it."""
