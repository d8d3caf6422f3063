import type { AnalysisResult } from "../result";
import type { SettingValues } from "../settings";

/** Below this age the norms of adults for the number of beats do not hold [Infant]. */
export const INFANT_BELOW_YEARS = 1;

/** Science.md 7: printed with every result, whatever the label. */
const ALWAYS: readonly string[] = [
  "Labels name patterns, not people: neither label excludes the other, and both can coexist.",
  "Rhythmic clonus occurs in healthy limbs that are fatigued or loaded.",
  "Functional movement can use a clonus mechanism and then is rhythmic.",
  "Genuine clonus may be short, above all when it spreads over many muscles.",
  "New or spontaneous clonus is a medical matter, whatever this program's label says.",
];

/** What decides which sentences apply. */
export type CaveatFacts = Pick<AnalysisResult, "protocol" | "trains" | "attempts" | "reflexes" | "sides" | "distractions" | "marks" | "examination">;

/** The sentences that stand on every report of a result (science.md 7): those that always hold, then those that this recording calls for. */
export function caveatsOf(facts: CaveatFacts, settings: SettingValues): readonly string[] {
  const { examination, trains, reflexes } = facts;
  const says: string[] = [...ALWAYS];
  const when = (applies: boolean, sentence: string): void => {
    if (applies) says.push(sentence);
  };
  when(trains.some(({ pattern }) => pattern === "rhythmic"), "Timing cannot tell voluntary rhythmic tapping from clonus.");
  when(trains.some(({ conditionalOn }) => conditionalOn !== null), "No stretch or tap is marked: labels hold only if the movement was evoked by one.");
  when(facts.protocol === "spontaneous", "The event was spontaneous: labels are withheld, since seizure-type and other jerks are not assessed. Spontaneous clonus in someone who takes a serotonergic drug can be serotonin toxicity (Hunter criteria).");
  when(examination?.generalised === true, "The event was generalised: labels are withheld, since seizure-type and other jerks are not assessed.");
  when(facts.protocol === "spontaneous" || examination?.generalised === true, "In clonic seizures flexor and extensor are said to contract in turn, and surface EMG finds both at once: the antagonist's phase tells neither.");
  when(trains.some(({ burstMilliseconds }) => burstMilliseconds !== null && burstMilliseconds >= settings.longBurstMilliseconds), `Trains whose bursts last ${settings.longBurstMilliseconds} ms or longer get no label: clonic seizures and other jerks have such bursts.`);
  when(examination?.ageYears !== undefined && examination.ageYears < INFANT_BELOW_YEARS, "Below one year of age other norms hold: the number of beats decides nothing here.");
  when((examination?.medication?.length ?? 0) > 0, "Baclofen, tizanidine, benzodiazepines and other medicines change beats and gain: compare only recordings at the same time after the dose.");
  when(examination?.botulinumDate !== undefined, "Botulinum toxin changes beats and gain for months.");
  when((examination?.fatigue ?? "") !== "", "Fatigue and load make clonus in healthy limbs and change its rate.");
  when(reflexes.some(({ latencyMilliseconds, markIndex }) => latencyMilliseconds !== null && facts.marks[markIndex]?.origin === "file"), "Latencies hold only if the file's marks were made by a trigger, not by a keyboard.");
  when(reflexes.some(({ evokedBy }) => evokedBy === "stretch"), "Manual stretches are not comparable in amplitude without an angle, force or acceleration signal.");
  when(reflexes.some(({ ratioToM }) => ratioToM !== null), "The largest M-wave of the recording is M max only if the stimulus was supramaximal.");
  when(facts.sides.length > 0, "A difference between sides can come from a loss on one side or a gain on the other; asymmetry of tendon reflexes is frequent in healthy people, and no cut-off is known. It counts neither for nor against a pattern.");
  when(facts.distractions.length > 0, "What a distraction does is described; it counts neither for nor against a pattern.");
  when(facts.attempts.some(({ scatsBand }) => scatsBand !== null) || examination?.scales !== undefined, "Clinical scales are what a clinician finds in a manoeuvre of its own: none is computed here, and they agree weakly with each other.");
  return says;
}
