/** Sent to the engine's worker beside its calls: what file an id stands for. */
export interface SourceMessage {
  readonly kind: "source";
  readonly id: string;
  readonly file: File;
  /** Files that were chosen or dropped together. */
  readonly batch: number;
  /** Place among them, with `/`: files of one folder lie beside each other. */
  readonly path: string;
}

/** Tells a source message from an engine request. */
export function isSourceMessage(message: unknown): message is SourceMessage {
  return typeof message === "object" && message !== null && "kind" in message && message.kind === "source";
}
