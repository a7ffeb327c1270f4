"""Send a broadcast's pictures on to another platform: one process per target, which only reads the folder."""
