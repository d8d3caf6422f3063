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

/** Decimals of a level beside a span: its third digit can still be told. */
const DECIMALS_BESIDE_SPAN = 2;

/** A level of a channel as it is told beside the span that it moves over: no finer than the span's third digit (0.00427 beside 15 is 0). */
export function levelText(value: number, span: number): string {
  const decimals = Math.max(0, DECIMALS_BESIDE_SPAN - Math.floor(Math.log10(Math.abs(span))));
  // −0.004 rounds to −0.
  return String(Number(value.toFixed(Math.min(20, decimals))) + 0);
}
