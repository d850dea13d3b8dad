import { randomInt } from 'node:crypto';

type Value = string | number | null;

/** A row as the database keeps it, by its columns. */
export type Row = Record<string, Value>;

/** What came back of an attempt of the past. */
export interface Answer {
  outcome: 'delivered' | 'refused' | 'unreachable';
  status: number | null;
  ms: number;
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** An id as Parley makes them: ten letters of the time, and sixteen of chance. */
export const idAt = (prefix: string, ms: number): string => {
  const time = Array.from({ length: 10 }, (_, place) => alphabet[Math.floor(ms / 32 ** (9 - place)) % 32]);
  return `${prefix}_${time.join('')}${Array.from({ length: 16 }, () => alphabet[randomInt(32)]).join('')}`;
};
