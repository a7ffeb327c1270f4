"""Servers to stand beside in the fan-out: each gives one room's messages to the same listeners.

    peer.py       what a peer is: how it is installed and started, what its listeners say, how it is told to send
    nchan.py      nginx with nchan, from Debian's packages
    socketio.py   Socket.IO, from npm, with its server in socketio_server/
    channels.py   Django Channels, from PyPI, with its server in channels_server/

They are run, never copied from, and are no dependency: they are installed into PEERS_HOME
(~/.cache/phien-bench/peers) when they are first measured.
"""
