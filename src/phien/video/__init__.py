"""Owns moving pictures on their way: how they come in (RTMP, a phone's chunks), how they are packaged (CMAF, HLS), how
they go out (playlists, parts, pushes to other platforms), and the folder in which each broadcast's pictures lie.

May import: lib.
Must not know: what a broadcast is, who watches, what is sold. It holds no rows; the folder is the interface between its
processes, and every one of them may die at any moment.
"""
