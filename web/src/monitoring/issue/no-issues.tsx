import { useEnvironment } from '../../lib/address/use-environment.ts';
import { EmptyState } from '../../ui/list/empty-state.tsx';

/** Says what would be here, and what makes one. */
export function NoIssues() {
  const environment = useEnvironment();
  return (
    <EmptyState
      title={`No issues in ${environment}`}
      text="Every attempt to deliver is watched. One issue stands for all failures of one endpoint by one cause."
      steps={[
        {
          title: 'What opens one',
          text: 'Three failures in a row, five by one cause among some successes within two hours, or an endpoint that Parley had to disable.',
        },
        {
          title: 'What ends one',
          text: 'You, or ten minutes without such a failure after a delivery arrived. What comes back opens the same issue again.',
        },
      ]}
    />
  );
}
