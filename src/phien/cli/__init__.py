"""The command `phien`: one module per verb. It knows every room and runs before Django's settings are read."""
