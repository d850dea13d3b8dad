import type { ApiKeyFigures } from '@parley/shared/access/api-key-figures';
import { count, formatNumber } from '../../lib/text/count.ts';
import { Numbers, type Figure } from '../../ui/object/numbers.tsx';
import { Time } from '../../ui/text/time.tsx';
import { useApiKeyFigures } from './use-api-key-figures.ts';

/** What the numbers of a key are of, for the places that are kept free for them. */
export const apiKeyNumberLabels = ['Calls in 24 h', 'Calls in 30 days', 'Errors in 30 days', 'Operations'];

/** What a key did, in four numbers. */
export function ApiKeyNumbers({ id }: { id: string }) {
  const { data } = useApiKeyFigures(id);
  const figures = data
    ? figuresOf(data)
    : apiKeyNumberLabels.map((label): Figure => ({ label, value: undefined }));
  return <Numbers label="This key in numbers" figures={figures} />;
}

const figuresOf = (data: ApiKeyFigures): Figure[] => {
  const share = data.calls === 0 ? 0 : data.errors / data.calls;
  return [
    {
      label: 'Calls in 24 h',
      value: formatNumber(data.callsLastDay),
      note: data.lastUsedAt ? (
        <>
          last <Time at={data.lastUsedAt} />
        </>
      ) : (
        'Never used'
      ),
    },
    {
      label: 'Calls in 30 days',
      value: formatNumber(data.calls),
      note: `${formatNumber(data.callsLastWeek)} in 7 days`,
      series: data.days.map(({ calls }) => calls),
    },
    {
      label: 'Errors in 30 days',
      value: formatNumber(data.errors),
      note: data.calls === 0 ? 'No calls' : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} % of its calls`,
      series: data.days.map(({ errors }) => errors),
      ...(share >= 0.05 && { alarm: share >= 0.5 ? ('bad' as const) : ('warn' as const) }),
    },
    {
      label: 'Operations',
      value: formatNumber(data.operationCount),
      note: data.keysBelow === 0 ? 'called in 30 days' : `and ${count(data.keysBelow, 'key')} below it`,
    },
  ];
};
