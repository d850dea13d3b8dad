import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { useZone } from '../../lib/time/use-zone.ts';

/** How a consumer does in the environment that the console looks at, kept fresh while it is on screen. */
export function useConsumerFigures(id: string) {
  const environment = useEnvironment();
  const zone = useZone();
  return useQuery(
    api.consumerFigures.get.queryOptions({ id, environment, zone }, { refetchInterval: 30_000 }),
  );
}
