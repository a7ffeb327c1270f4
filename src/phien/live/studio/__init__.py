"""The media process: encoders come in by RTMP, packagers and pushes are kept running, and what the pictures do becomes
what the rows say. Nothing here is needed again after a crash: everything is found in rows and folders.
"""
