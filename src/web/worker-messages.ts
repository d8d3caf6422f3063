/** Sent to the engine's worker beside its calls: what file an id stands for. */
export interface SourceMessage {
  readonly kind: "source";
  readonly id: string;
  readonly file: File;
  /** Files that were chosen or dropped together: they lie beside each other. */
  readonly batch: number;
}

/** Tells a source message from an engine request. */
export function isSourceMessage(message: unknown): message is SourceMessage {
  return typeof message === "object" && message !== null && "kind" in message && message.kind === "source";
}
