import type {
  ApiKeyFigures,
  RevocationReason,
  RevocationVerdict,
} from '@parley/shared/access/api-key-figures';
import { count, formatNumber } from '../../lib/text/count.ts';

/** The verdict as a heading. */
export const verdictWords: Record<RevocationVerdict, string> = {
  safe: 'Safe to revoke',
  careful: 'Look before you revoke it',
  unsafe: 'Not safe to revoke: it is in use',
  ended: 'It has ended already',
};

const alone = ({ operations }: ApiKeyFigures): string => {
  const own = operations.filter(({ alsoCalledBy }) => alsoCalledBy.length === 0);
  const names = own.slice(0, 3).map(({ operation }) => operation);
  const more = own.length > names.length ? ` and ${own.length - names.length} more` : '';
  return `No other active key of this consumer calls ${names.join(', ')}${more}.`;
};

const reasonWords: Record<RevocationReason, (figures: ApiKeyFigures) => string> = {
  ended: () => 'Every call with it is refused.',
  never_used: () => 'It was never used.',
  new: () => 'It is younger than 7 days: it may be on its way to whoever will use it.',
  unused_for_30_days: () => 'It was not used for 30 days.',
  unused_for_7_days: () => 'It was not used for 7 days, but within 30.',
  used_within_7_days: ({ callsLastWeek, callsLastDay }) =>
    callsLastWeek === 0
      ? 'It was used within 7 days.'
      : `It made ${count(callsLastWeek, 'call')} in 7 days, ${formatNumber(callsLastDay)} of them in 24 hours.`,
  other_keys_make_its_calls: () =>
    'Other active keys of this consumer make all of its calls. Whoever holds this one still needs another first.',
  alone_with_some_calls: alone,
  keys_below: ({ keysBelow, namedBelow }) =>
    `${count(keysBelow, 'key')} that it made would be revoked with it: ${namedBelow.map(({ name }) => name).join(', ')}.`,
  replaced: ({ successor }) =>
    `It was rotated: ${successor ? `“${successor.name}” replaces it` : 'another key replaces it'}.`,
};

/** Why, a sentence for each reason. */
export function revocationReasons(figures: ApiKeyFigures): { id: RevocationReason; text: string }[] {
  return figures.safety.reasons.map((id) => ({ id, text: reasonWords[id](figures) }));
}
