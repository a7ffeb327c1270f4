"""Who may publish by RTMP: asked of the rows before any media flows."""

