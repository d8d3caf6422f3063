/** Everything that can be drawn of a channel: samples as recorded; band-passed; the absolute value of that; its low-passed envelope. */
export const traceViews = ["raw", "filtered", "rectified", "envelope"] as const;

/** How the samples of a channel are shown. */
export type TraceView = (typeof traceViews)[number];
