/** What another program's detectors did on the records of the comparison: written by scripts/validation/other-detectors.py. */
export interface OtherDetectors {
  readonly schema: "klonos-other-detectors/1";
  readonly detectors: readonly { readonly name: string; readonly version: string; readonly tuned: string; readonly truth: number; readonly detected: number; readonly matched: number }[];
}
