import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useTimeFormat } from '../../lib/time/shown-times.ts';

/** What a key did day by day and whether it can go, kept fresh while it is on screen. */
export function useApiKeyFigures(id: string) {
  const { timeZone: zone } = useTimeFormat();
  return useQuery(api.apiKey.figures.queryOptions({ id, zone }, { refetchInterval: 10_000 }));
}
