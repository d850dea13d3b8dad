import { pointerOf } from '../../platform/request/pointer.ts';

/** What may be wrong with the structure of a document that can be read all the same, and how much it weighs. */
export const slipRules = {
  'openapi/unknown-field': {
    severity: 'warn',
    says: 'Every field is one of the specification, or begins with `x-`.',
  },
  'openapi/missing-field': { severity: 'error', says: 'What the specification requires is there.' },
  'openapi/empty-field': {
    severity: 'warn',
    says: 'A field that is there has a value; `null` counts as absent.',
  },
  'openapi/wrong-type': {
    severity: 'error',
    says: 'Every field is of the type that the specification gives it.',
  },
  'openapi/wrong-value': {
    severity: 'error',
    says: 'Every field has one of the values that the specification takes.',
  },
  'openapi/other-version': {
    severity: 'warn',
    says: 'Every field is one of the version that `openapi` names.',
  },
  'openapi/circular-reference': {
    severity: 'error',
    says: 'A reference leads to something other than itself.',
  },
  'openapi/dangling-mapping': { severity: 'warn', says: 'What a discriminator maps to is there.' },
} as const;

export type SlipRule = keyof typeof slipRules;

export const isSlipRule = (rule: string): boolean => Object.hasOwn(slipRules, rule);

/** A place that breaks the specification, and that can be read all the same. */
export interface Slip {
  rule: SlipRule;
  message: string;
  /** Into the document as it was sent. */
  pointer: string;
}

/** What is wrong with the structure of a document. */
export interface Structure {
  /** Of each rule the first that were found. */
  slips: Slip[];
  /** How often each rule found something, all of it counted. */
  counts: Record<string, number>;
  /** What cannot be compared: a type that leaves open what is meant, where comparing reads it. The first of them. */
  faults: { message: string; pointer: string }[];
}

const keptPerRule = 200;
const faultsKept = 100;

/** Notes what is wrong, at the place where a walk is. Of millions it keeps a few, and counts the others. */
export class SlipNotes {
  readonly found: Structure = { slips: [], counts: {}, faults: [] };
  /** The keys on the way to where the walk is. */
  readonly way: string[] = [];

  /** `steps` lead on from here. */
  note(rule: SlipRule, say: () => string, ...steps: string[]): void {
    const count = (this.found.counts[rule] ?? 0) + 1;
    this.found.counts[rule] = count;
    if (count > keptPerRule) return;
    this.found.slips.push({ rule, message: say(), pointer: pointerOf([...this.way, ...steps]) });
  }

  refuse(message: string): void {
    if (this.found.faults.length < faultsKept)
      this.found.faults.push({ message, pointer: pointerOf(this.way) });
  }
}
