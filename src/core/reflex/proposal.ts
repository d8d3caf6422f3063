import type { NamedMarkKind } from "../mark-kinds";

/** An event that a channel shows. It counts for nothing until a person confirms it. */
export interface Proposal {
  readonly kind: NamedMarkKind;
  /** Seconds from the start of the recording, true across gaps. */
  readonly seconds: number;
  readonly text: string;
}

/** Proposals in time order, and a sentence that says how they were found or why there are none. */
export interface ProposalOutcome {
  readonly proposals: readonly Proposal[];
  readonly explanation: string;
}
