"""A report with all it stands on in one file that anybody can check without this site (docs/how/bundle.md)."""
