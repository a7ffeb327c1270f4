"""What the room's server needs of Django."""

import os

REDIS = os.environ["ROOM_REDIS"]
SECRET_KEY = "only for measuring on the loopback"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["channels"]
CHANNEL_LAYERS = {
    "default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS]}}
    if REDIS
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
}
