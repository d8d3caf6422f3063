import { useEffect, useRef, type RefObject } from "react";

/**
 * Keeps the chosen row of a list in sight while the choice moves on by keys. The first choice, which the window makes itself, scrolls nothing
 * unless `fromFirst`.
 * @param chosen Names the choice; undefined for none.
 */
export function useRowInSight(chosen: string | undefined, fromFirst = false): RefObject<HTMLUListElement | null> {
  const list = useRef<HTMLUListElement>(null);
  const before = useRef<string | undefined>(fromFirst ? "" : undefined);
  useEffect(() => {
    if (before.current !== undefined && chosen !== undefined && chosen !== before.current) list.current?.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest" });
    before.current = chosen;
  }, [chosen]);
  return list;
}
