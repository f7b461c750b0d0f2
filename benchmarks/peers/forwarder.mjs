// SPDX-License-Identifier: Apache-2.0
// The same work as a Node program: fastify takes events, the rules are written out, undici delivers one POST per event
// from bounded queues that drop the newest.
import Fastify from "fastify";
import { Pool } from "undici";

const MOST = 10000;
const IN_FLIGHT = 32;
const pool = new Pool(`http://127.0.0.1:${process.env.SINK_PORT}`, { connections: IN_FLIGHT, pipelining: 1 });
const sinks = { a: { path: "/a", queue: [], head: 0, busy: 0 }, b: { path: "/b", queue: [], head: 0, busy: 0 } };
const headers = { "content-type": "application/json" };

function offer(sink, event) {
  if (sink.queue.length - sink.head < MOST) {
    sink.queue.push(event);
    pump(sink);
  }
}

function pump(sink) {
  while (sink.busy < IN_FLIGHT && sink.head < sink.queue.length) {
    const event = sink.queue[sink.head++];
    if (sink.head > 4096) {
      sink.queue = sink.queue.slice(sink.head);
      sink.head = 0;
    }
    sink.busy++;
    pool
      .request({ method: "POST", path: sink.path, headers, body: JSON.stringify(event) })
      .then((answer) => answer.body.dump())
      .catch(() => {})
      .finally(() => {
        sink.busy--;
        pump(sink);
      });
  }
}

function route(event) {
  if (event.severity === "debug") return;
  if (event.kind?.startsWith("audit.")) {
    offer(sinks.a, event);
    offer(sinks.b, event);
  } else if (/dead.?lock/.test(event.message)) {
    offer(sinks.b, event);
  } else {
    offer(sinks.a, event);
  }
}

const server = Fastify({ logger: false });
server.post("/events", (request, reply) => {
  if (Array.isArray(request.body)) request.body.forEach(route);
  else route(request.body);
  reply.code(202).send();
});
await server.listen({ port: 0, host: "127.0.0.1" });
console.log(`listening on http://127.0.0.1:${server.server.address().port}`);
