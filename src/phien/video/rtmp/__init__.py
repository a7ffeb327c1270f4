"""Encoders (OBS, hardware, ffmpeg) send here by RTMP; what they send is kept as takes of a broadcast's folder."""
