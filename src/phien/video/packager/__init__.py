"""Packages a broadcast's takes into segments and a journal: one process per broadcast and lane, which may be killed
at any moment and goes on where its journal ends.

    inputs    a take's bytes, as they come in              source    its packets, with media times (timing)
    copying   H.264 and AAC as they are                    encoding  everything else, decoded and encoded (sound)
    parts     samples to parts and segments                shelf     the lane's files and journal
    packaging one take, from bytes to shelf                lanes     which take is next, and when all is done
"""
