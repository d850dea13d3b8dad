import { VisuallyHidden } from '@mantine/core';
import type { RecoveryView } from '@parley/shared/webhooks/recovery';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { useWatch } from '../../nouns/watch/use-watch.ts';
import { ObjectHistory } from '../../nouns/audit/object-history.tsx';
import { ObjectFrame } from '../../ui/object/object-frame.tsx';
import { ObjectPage } from '../../ui/object/object-page.tsx';
import { ObjectTabs } from '../../ui/object/object-tabs.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Section } from '../../ui/page/section.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { RecoveryActions } from './recovery-actions.tsx';
import { RecoveryDuplicates } from '../../nouns/recovery-plan/recovery-duplicates.tsx';
import { RecoveryFacts } from './recovery-facts.tsx';
import { RecoveryProgress } from './recovery-progress.tsx';
import { RecoverySample } from '../../nouns/recovery-plan/recovery-sample.tsx';
import { recoveryScopeWords, recoveryTitle } from '../../nouns/recovery/recovery-scope-words.ts';
import { useControlRecovery } from './use-control-recovery.ts';

const route = getRouteApi('/_console/recoveries/$id');
const runningPollMs = 1000;
const restingPollMs = 10_000;

/** Somebody else may start, pause or cancel it, as long as it is not over. */
function pollMsOf(recovery: RecoveryView | undefined, isWatched: boolean): number | false {
  if (recovery?.status === 'running') return isWatched ? restingPollMs : runningPollMs;
  return recovery?.status === 'planned' || recovery?.status === 'paused' ? restingPollMs : false;
}

export function RecoveryDetail() {
  const { id } = route.useParams();
  const isWatched = useWatch('recovery', api.recovery.get.queryFilter({ id }), { everyMs: runningPollMs });
  const recovery = useQuery(
    api.recovery.get.queryOptions(
      { id },
      { refetchInterval: ({ state }) => pollMsOf(state.data, isWatched) },
    ),
  );
  return (
    <ObjectPage
      kind="Recovery"
      query={recovery}
      tabs={['Overview', 'History']}
      wayOn={<TextLink to="/recoveries">All recoveries</TextLink>}
    >
      {(one) => <Loaded recovery={one} />}
    </ObjectPage>
  );
}

function Loaded({ recovery }: { recovery: RecoveryView }) {
  const mayWrite = useMay('deliveries:write');
  const control = useControlRecovery(recovery.id);
  const { scope, status } = recovery;
  return (
    <ObjectFrame
      title={recoveryTitle(scope)}
      tabTitle={`${recoveryTitle(scope)} ${recovery.id}`}
      environment={recovery.environment}
      state={<StatusBadge status={status} />}
      description={recoveryScopeWords[scope].description}
      acts={mayWrite && <RecoveryActions recovery={recovery} control={control} />}
      notice={
        <>
          <ProblemAlert error={control.error} />
          <VisuallyHidden component="output">The recovery is {status}</VisuallyHidden>
        </>
      }
    >
      <ObjectTabs
        label="Parts of this recovery"
        tabs={[
          { id: 'overview', name: 'Overview', content: <Overview recovery={recovery} /> },
          { id: 'history', name: 'History', content: <ObjectHistory id={recovery.id} noun="recovery" /> },
        ]}
      />
    </ObjectFrame>
  );
}

function Overview({ recovery }: { recovery: RecoveryView }) {
  return (
    <>
      <Section title="Progress">
        <RecoveryProgress recovery={recovery} />
      </Section>
      <Section title="What may arrive twice">
        <RecoveryDuplicates recovery={recovery} />
      </Section>
      <Section title="The plan">
        <RecoveryFacts recovery={recovery} />
      </Section>
      <RecoverySample sample={recovery.sample} />
    </>
  );
}
