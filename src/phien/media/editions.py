MEDIA = "media"
"""What every page with pictures stands on: their words. A picture itself never changes under its name."""
