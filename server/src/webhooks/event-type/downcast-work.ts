/** How much one mapping may do. */
export interface WorkLimits {
  /** Places that are looked at and values that are copied. */
  steps: number;
  /** Characters of texts and names that are copied. */
  characters: number;
}

/** On the event loop: about a millisecond. */
export const loopWork: WorkLimits = { steps: 10_000, characters: 262_144 };
/** At the declaration, once. */
export const declarationWork: WorkLimits = { steps: 100_000, characters: 1_048_576 };
/** On a thread: a payload of the largest size in a mapping of the usual kind, many times over. */
export const threadWork: WorkLimits = { steps: 5_000_000, characters: 8_388_608 };

/** A mapping that can never succeed on this payload. The message says why. */
export class DowncastRefused extends Error {}

/** What a mapping has done so far. Every copy is measured before it is made. */
export class Work {
  #steps: number;
  #characters: number;

  constructor({ steps, characters }: WorkLimits) {
    this.#steps = steps;
    this.#characters = characters;
  }

  /** Takes note of so many steps. Throws {@link DowncastRefused} when there are too many. */
  spend(steps: number): void {
    this.#steps -= steps;
    if (this.#steps < 0)
      throw new DowncastRefused('The mapping takes more steps than a payload of this size may.');
  }

  /** Takes note of a copy that is about to be made. */
  copy(value: unknown): void {
    this.spend(1);
    if (typeof value === 'string') this.#write(value.length);
    else if (Array.isArray(value)) for (const item of value) this.copy(item);
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) {
        this.#write(name.length);
        this.copy(inner);
      }
  }

  #write(characters: number): void {
    this.#characters -= characters;
    if (this.#characters < 0) throw new DowncastRefused('What the mapping makes is too large.');
  }
}
