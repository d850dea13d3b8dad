import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { useTimeFormat } from '../../lib/time/shown-times.ts';

/** How a consumer does in the environment that the console looks at, kept fresh while it is on screen. */
export function useConsumerFigures(id: string) {
  const environment = useEnvironment();
  const { timeZone: zone } = useTimeFormat();
  return useQuery(
    api.consumerFigures.get.queryOptions({ id, environment, zone }, { refetchInterval: 30_000 }),
  );
}
