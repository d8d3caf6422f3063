import type { EngineReply, EngineRequest } from "./engine-api";

/**
 * One end of a channel that carries messages in order and without loss: a worker, a message port, the Electron bridge, a pair
 * in memory. `post` after `close` does nothing; a listener hears what arrives after it was added and before it was removed.
 * Messages are structured clones: the receiver never shares memory with the sender.
 */
export interface Endpoint<Incoming, Outgoing> {
  /** `transfer` names buffers that the sender gives away; a medium that cannot transfer copies them. */
  post(message: Outgoing, transfer?: readonly ArrayBuffer[]): void;
  /** Returns the unsubscribe. */
  onMessage(listener: (message: Incoming) => void): () => void;
  close(): void;
}

/** The end at which the calls are made. */
export type ClientEndpoint = Endpoint<EngineReply, EngineRequest>;

/** The end at which the engine answers. What comes in is not trusted before it has been validated. */
export type EngineEndpoint = Endpoint<unknown, EngineReply>;
