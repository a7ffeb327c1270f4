"""Charts: a report's own figures as Vega-Lite specs, drawn to SVG on the server."""
