import { expect } from 'vitest';
import type { Call, Outcome, Pair } from './pair.ts';

/** The path of an operation with the fields of an input, and those that are left for its body. */
export const fillPath = (path: string, input: unknown): { path: string; body: Record<string, unknown> } => {
  const body = { ...(input as Record<string, unknown>) };
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, field: string) => {
    const value = String(body[field]);
    delete body[field];
    return value;
  });
  return { path: filled, body };
};

/** What is sent at once, and what holds after it. */
interface Race {
  calls: Call[];
  after: (outcomes: Outcome[]) => void | Promise<void>;
}

/** One way in which a mutation meets itself or another. */
export interface Row {
  /** What is guaranteed, as a sentence. */
  holds: string;
  /** Makes what the calls are about; `times` is how many are to be sent. */
  prepare: (pair: Pair, times: number) => Promise<Race>;
}

/** By the name of the mutation. Each has the row in which it meets itself; `more` are those in which it meets another. */
export type Rows = Record<string, Row & { more?: Row[] }>;

/** The same call, so often. */
export const same = (times: number, call: Call): Call[] => Array.from({ length: times }, () => call);

/** How often each code came, `ok` for success. */
const tallyOf = (outcomes: readonly Outcome[]): Record<string, number> => {
  const tally: Record<string, number> = {};
  for (const { code } of outcomes) tally[code ?? 'ok'] = (tally[code ?? 'ok'] ?? 0) + 1;
  return tally;
};

/** One succeeds, and every other one is refused with this code. */
export const oneWins = (outcomes: readonly Outcome[], code: string): Outcome => {
  expect(tallyOf(outcomes)).toEqual({ ok: 1, [code]: outcomes.length - 1 });
  return outcomes.find((outcome) => outcome.code === null)!;
};

/** All succeed. */
export const allSucceed = (outcomes: readonly Outcome[]): void =>
  expect(tallyOf(outcomes)).toEqual({ ok: outcomes.length });

/** All succeed with the same answer. */
export const allAgree = (outcomes: readonly Outcome[]): void => {
  allSucceed(outcomes);
  for (const { body } of outcomes) expect(body).toEqual(outcomes[0]!.body);
};
