import { curlPost } from '../../lib/rest/curl.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { EmptyState } from '../../ui/list/empty-state.tsx';

const plan = curlPost('/v1/recoveries', { scope: 'undelivered' });

export function NoRecoveries() {
  const environment = useEnvironment();
  return (
    <EmptyState
      title={`No recoveries in ${environment} yet`}
      text="A receiver was down, or it lost what it had. A recovery sends its deliveries again, at a rate that it can take."
      steps={[
        {
          title: 'Plan it',
          text: `With “Recover…” above, on the page of an endpoint, or with a ${environment} key that holds deliveries:write:`,
          code: plan,
        },
        {
          title: 'Look at the plan',
          text: 'It says how many deliveries there are, the oldest, and what receivers may get twice. Nothing is sent yet.',
        },
        {
          title: 'Start it',
          text: 'It can be paused, resumed and cancelled on the way. The webhook-id of every event stays the same.',
        },
      ]}
    />
  );
}
