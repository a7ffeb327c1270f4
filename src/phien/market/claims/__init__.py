"""The claim desk: the thin path behind the room's buy button. docs/how/stock.md tells how it works."""
