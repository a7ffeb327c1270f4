"""What pages with clips stand on."""

CLIPS = "clips"
