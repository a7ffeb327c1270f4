// One room of Socket.IO. Each listener joins it; what is posted to /tell?k is sent to the room k times.
const http = require("node:http");
const { Server } = require("socket.io");

const server = http.createServer((request, response) => {
  if (!request.url.startsWith("/tell")) return;
  const times = Number(request.url.split("?")[1]);
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    const message = JSON.parse(Buffer.concat(parts).toString());
    for (let time = 0; time < times; time++) rooms.to("room").emit("chat", message);
    response.writeHead(204).end();
  });
});
// The listeners of this benchmark answer no pings, so none is sent while it runs; all else is as it comes.
const rooms = new Server(server, { pingInterval: 3_600_000 });
rooms.on("connection", (socket) => socket.join("room"));
server.listen({ port: Number(process.argv[2]), host: "127.0.0.1", backlog: 4096 });
