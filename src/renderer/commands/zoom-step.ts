/** Step of the zoom keys and of one notch of the wheel. */
export const ZOOM_STEP = 1.5;
