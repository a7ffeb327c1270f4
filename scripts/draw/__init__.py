"""Draws the sample day's pictures, films and loops, and cuts the fonts."""
