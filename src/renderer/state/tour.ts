import { setPreferences } from "./preferences";
import type { Session } from "./session";

/** Begins the tour where nobody has seen it yet and a recording is there to be shown. */
export function firstTour(session: Session): void {
  const { preferences, recording } = session.store.getState();
  if (!preferences.tourSeen && recording !== undefined) session.store.setState({ tour: 0 });
}

/** Goes to a step of the tour; undefined ends it, and it does not come again by itself. */
export function goToStep(session: Session, step: number | undefined): void {
  session.store.setState({ tour: step });
  if (step === undefined) setPreferences(session, { tourSeen: true });
}
