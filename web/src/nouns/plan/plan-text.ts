import type { Limit, LimitPer } from '@parley/shared/access/limit';
import { formatNumber } from '../../lib/text/count.ts';

const words: Record<LimitPer, string> = {
  second: 'a second',
  minute: 'a minute',
  day: 'a day',
  month: 'a month',
};

/** How often a limit lets through, for people. */
export const limitWords = ({ calls, per }: Pick<Limit, 'calls' | 'per'>): string =>
  `${formatNumber(calls)} ${words[per]}`;

/** Limits as people write them, one a line: `60 a minute: POST /v1/events, listEvents`. */
export const limitsText = (limits: readonly Limit[]): string =>
  limits
    .map((limit) => {
      const { calls, per, operations = [] } = limit;
      return `${calls} ${words[per]}${operations.length > 0 ? `: ${operations.join(', ')}` : ''}`;
    })
    .join('\n');

const line =
  /^([\d][\d,.' ]*?)\s*(?:\/|\s(?:calls?\s)?(?:a|per)\s)\s*(second|minute|day|month)\s*(?::\s*(.+))?$/i;

const perOf = (text: string): LimitPer | null => {
  const found = Object.keys(words).find((per) => per === text.toLowerCase());
  return found === 'second' || found === 'minute' || found === 'day' || found === 'month' ? found : null;
};

/** Reads such lines; a line that cannot be read is answered as its number, from 1. */
export const readLimits = (text: string): { limits: Limit[]; wrong: number | null } => {
  const limits: Limit[] = [];
  for (const [index, written] of text.split('\n').entries()) {
    if (written.trim() === '') continue;
    const [, calls = '', per = '', operations] = line.exec(written.trim()) ?? [];
    const window = perOf(per);
    if (!window) return { limits, wrong: index + 1 };
    limits.push({
      calls: Number(calls.replaceAll(/\D/g, '')),
      per: window,
      ...(operations === undefined ? {} : { operations: linesOf(operations.replaceAll(',', '\n')) }),
    });
  }
  return { limits, wrong: null };
};

/** What stands in a field for lists: one entry a line. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '');
