"""One room of Django Channels: the asynchronous consumer of its tutorial, and a door by which the room is told."""

import json

from channels.generic.http import AsyncHttpConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path


class Listener(AsyncWebsocketConsumer):
    async def connect(self):
        await self.channel_layer.group_add("room", self.channel_name)
        await self.accept()

    async def disconnect(self, code):
        await self.channel_layer.group_discard("room", self.channel_name)

    async def chat_message(self, event):
        await self.send(text_data=json.dumps({"message": event["message"]}, ensure_ascii=False))


class Door(AsyncHttpConsumer):
    async def handle(self, body):
        message = json.loads(body)
        for _ in range(self.scope["url_route"]["kwargs"]["times"]):
            await get_channel_layer().group_send("room", {"type": "chat.message", "message": message})
        await self.send_response(204, b"")


application = ProtocolTypeRouter(
    {
        "websocket": URLRouter([path("room/", Listener.as_asgi())]),
        "http": URLRouter([path("tell/<int:times>/", Door.as_asgi())]),
    }
)
