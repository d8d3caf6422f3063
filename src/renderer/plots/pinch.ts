/** Two fingers on a touch screen. */
export interface Pinch {
  /** True while two fingers are down: a drag must not begin. */
  readonly active: () => boolean;
  readonly detach: () => void;
}

/**
 * Tells how two fingers move on `element`: `onPinch(factor, x, movedPixels)` with the factor by which the span of time changes,
 * the middle between the fingers from the element's left edge, and how far it moved.
 */
export function attachPinch(element: HTMLElement, onPinch: (factor: number, x: number, movedPixels: number) => void): Pinch {
  const fingers = new Map<number, number>();
  const places = (): readonly [number, number] | undefined => {
    const [first, second] = [...fingers.values()];
    return first === undefined || second === undefined ? undefined : [Math.min(first, second), Math.max(first, second)];
  };
  const onDown = (event: PointerEvent): void => {
    if (event.pointerType === "touch") fingers.set(event.pointerId, event.clientX - element.getBoundingClientRect().left);
  };
  const onMove = (event: PointerEvent): void => {
    if (!fingers.has(event.pointerId)) return;
    const before = places();
    fingers.set(event.pointerId, event.clientX - element.getBoundingClientRect().left);
    const now = places();
    if (before === undefined || now === undefined) return;
    // Fingers that meet would zoom without end.
    const apart = (pair: readonly [number, number]): number => Math.max(20, pair[1] - pair[0]);
    const middle = (now[0] + now[1]) / 2;
    onPinch(apart(before) / apart(now), middle, middle - (before[0] + before[1]) / 2);
  };
  const onEnd = (event: PointerEvent): void => void fingers.delete(event.pointerId);
  element.addEventListener("pointerdown", onDown);
  element.addEventListener("pointermove", onMove);
  element.addEventListener("pointerup", onEnd);
  element.addEventListener("pointercancel", onEnd);
  return {
    active: () => fingers.size > 1,
    detach: () => {
      element.removeEventListener("pointerdown", onDown);
      element.removeEventListener("pointermove", onMove);
      element.removeEventListener("pointerup", onEnd);
      element.removeEventListener("pointercancel", onEnd);
    },
  };
}
