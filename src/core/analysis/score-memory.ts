/**
 * What earlier scorings of one prepared channel found out, so that a correction of one burst does not ask everything anew. An answer is kept
 * under everything that it depends on: the words of the question, and the object (a track) or the settings that its part is about. A scoring
 * with a memory therefore gives the very result that one without gives. Answers are shared between results and must not be changed.
 */
export interface ScoreMemory {
  /** The part for questions about `about`: an object by identity, forgotten with it, or settings as text. */
  part(about: object | string): ScoreMemory;
  /** The answer of an earlier scoring, or that of `answer`. `question` names all that the answer depends on beside what the part is about. */
  recall<T>(question: string, answer: () => T): T;
  /** As `recall`. What rejects is not kept: a scoring that was cancelled leaves nothing behind. */
  recallLater<T>(question: string, answer: () => Promise<T>): Promise<T>;
  /** A new scoring begins: what the last ones did not ask for is forgotten. */
  begin(): void;
}

/** Scorings during which nobody asked for an answer until it is forgotten: steps of undo after which a correction is still at hand. */
const KEPT_SCORINGS = 4;

interface Clock {
  scoring: number;
}

class Memory implements ScoreMemory {
  readonly #answers = new Map<string, { readonly value: unknown; askedAt: number }>();
  readonly #named = new Map<string, Memory>();
  readonly #about = new WeakMap<object, Memory>();
  readonly #clock: Clock;
  #sweptAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  part(about: object | string): ScoreMemory {
    let part = typeof about === "string" ? this.#named.get(about) : this.#about.get(about);
    if (part === undefined) {
      part = new Memory(this.#clock);
      if (typeof about === "string") this.#named.set(about, part);
      else this.#about.set(about, part);
    }
    // Parts about objects cannot be listed: each is swept when it is next looked into, or goes with its object.
    part.#sweep();
    return part;
  }

  recall<T>(question: string, answer: () => T): T {
    const known = this.#known(question);
    // The question says what kind of answer it has.
    return known === undefined ? this.#keep(question, answer()) : (known.value as T);
  }

  async recallLater<T>(question: string, answer: () => Promise<T>): Promise<T> {
    const known = this.#known(question);
    return known === undefined ? this.#keep(question, await answer()) : (known.value as T);
  }

  begin(): void {
    this.#clock.scoring++;
    this.#sweep();
  }

  #known(question: string): { readonly value: unknown } | undefined {
    const answer = this.#answers.get(question);
    if (answer !== undefined) answer.askedAt = this.#clock.scoring;
    return answer;
  }

  #keep<T>(question: string, value: T): T {
    this.#answers.set(question, { value, askedAt: this.#clock.scoring });
    return value;
  }

  #sweep(): void {
    const { scoring } = this.#clock;
    if (this.#sweptAt === scoring) return;
    this.#sweptAt = scoring;
    for (const [question, { askedAt }] of this.#answers) if (scoring - askedAt > KEPT_SCORINGS) this.#answers.delete(question);
    for (const [name, part] of this.#named) {
      part.#sweep();
      if (part.#answers.size + part.#named.size === 0) this.#named.delete(name);
    }
  }
}

/** A memory of one prepared channel: it must be given up with it. */
export function createScoreMemory(): ScoreMemory {
  return new Memory({ scoring: 0 });
}
