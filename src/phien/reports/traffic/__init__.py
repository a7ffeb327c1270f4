"""The page of what was left out: how much, why, by which rules, and which hits these are."""
