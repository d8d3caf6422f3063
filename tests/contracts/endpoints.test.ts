import { MessageChannel, Worker } from "node:worker_threads";
import { portEndpoint } from "../../src/node/port-endpoint";
import { hostEndpoint } from "../../src/protocol/host-endpoint";
import { memoryEndpointPair } from "../../src/protocol/memory-endpoint";
import type { EngineReply, EngineRequest } from "../../src/protocol/engine-api";
import type { Endpoint } from "../../src/protocol/endpoint";
import { describeEndpoint } from "./endpoint-contract";

const memory = (clone?: <T>(value: T) => T) => async () => {
  const [left, right] = memoryEndpointPair<unknown, unknown>(clone);
  return { left, right, dispose: () => [left, right].forEach((end) => end.close()) };
};
describeEndpoint("memory pair", memory(), { copies: false });
describeEndpoint("memory pair with clones", memory(structuredClone), { copies: true });

describeEndpoint(
  "message ports",
  async () => {
    const { port1, port2 } = new MessageChannel();
    const [left, right] = [portEndpoint<unknown, unknown>(port1), portEndpoint<unknown, unknown>(port2)];
    return { left, right, dispose: () => [left, right].forEach((end) => end.close()) };
  },
  { copies: true },
);

describeEndpoint(
  "worker thread that hands on to a port",
  async () => {
    const { port1, port2 } = new MessageChannel();
    // Everything that the test's end says to the worker comes out of the port, and back.
    const program = `const { parentPort, workerData } = require("node:worker_threads");
      parentPort.on("message", (m) => workerData.postMessage(m));
      workerData.on("message", (m) => parentPort.postMessage(m));`;
    const worker = new Worker(program, { eval: true, workerData: port2, transferList: [port2] });
    const [left, right] = [portEndpoint<unknown, unknown>(worker), portEndpoint<unknown, unknown>(port1)];
    await new Promise((resolve) => worker.once("online", resolve));
    return {
      left,
      right,
      dispose: async () => {
        right.close();
        await worker.terminate();
      },
    };
  },
  { copies: true },
);

describeEndpoint(
  "shell bridge",
  async () => {
    const [client, server] = memoryEndpointPair<EngineReply, EngineRequest>(structuredClone);
    const bridge = { postToEngine: client.post, onEngineMessage: client.onMessage };
    const left = hostEndpoint(bridge) as Endpoint<unknown, unknown>;
    return { left, right: server as Endpoint<unknown, unknown>, dispose: () => [client, server].forEach((end) => end.close()) };
  },
  { copies: true },
);
