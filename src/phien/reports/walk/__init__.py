"""From any figure of a report in three clicks to the sealed rows behind it: the figure, its rows, one row as it is."""
