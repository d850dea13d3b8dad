import type { WaitingView } from '@parley/shared/overview/waiting';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { useWatch } from '../../nouns/watch/use-watch.ts';

/** Hearing of deliveries, the numbers are asked for so often at most; and so often where nothing is heard. */
const everyMs = 10_000;
const pollMs = 60_000;

/** What waits for somebody, as the navigation counts it; `undefined` before the first answer. */
export function useWaiting(): WaitingView | undefined {
  const environment = useEnvironment();
  const mayHear = useMay('deliveries:read');
  useWatch('delivery', api.waiting.count.pathFilter(), { isOn: mayHear, everyMs });
  return useQuery({
    ...api.waiting.count.queryOptions({ environment }),
    refetchInterval: pollMs,
    staleTime: everyMs,
  }).data;
}
