import { Text } from '@mantine/core';
import type { HomeView } from '@parley/shared/overview/home';
import { IconCircleCheck } from '@tabler/icons-react';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { count, formatNumber } from '../../lib/text/count.ts';
import { Disclosure } from '../../ui/page/disclosure.tsx';
import { Section } from '../../ui/page/section.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import classes from './attention.module.css';
import { IssueGroups } from './issue-groups.tsx';
import { WaitingList } from './waiting-list.tsx';

/** What needs somebody: open issues first, then what waits. Says so when there is nothing. */
export function Attention({ overview }: { overview: HomeView }) {
  const { issues, waiting, endpoints } = overview;
  const mayAct = useMay('issues:write');
  const isEmpty = issues.openCount === 0 && waiting.length === 0;
  return (
    <>
      {isEmpty && <NothingNeeded overview={overview} />}
      {issues.openCount > 0 && (
        <Section
          flush
          title={mayAct ? 'Needs somebody' : 'What fails'}
          actions={<FailingLink failing={endpoints.failing} />}
        >
          <IssueGroups issues={issues.open} />
          <p className={classes.rest}>
            {issues.openCount > issues.open.length && (
              <>
                The {formatNumber(issues.open.length)} that failed last of {formatNumber(issues.openCount)}{' '}
                open ones.{' '}
              </>
            )}
            <TextLink to="/issues" search={{ status: 'open' }}>
              All open issues
            </TextLink>
          </p>
        </Section>
      )}
      {waiting.length > 0 && <WaitingList waiting={waiting} />}
      <Handled issues={issues} />
    </>
  );
}

function FailingLink({ failing }: { failing: number }) {
  return (
    <TextLink to="/endpoints" search={{ health: 'failing,paused' }}>
      All failing endpoints ({formatNumber(failing)})
    </TextLink>
  );
}

/** Those that somebody is at, folded: they need nobody else. */
function Handled({ issues }: { issues: HomeView['issues'] }) {
  const { acknowledged, acknowledgedCount, mutedCount } = issues;
  if (acknowledgedCount + mutedCount === 0) return null;
  return (
    <div className={classes.handled}>
      {acknowledgedCount > 0 && (
        <Disclosure title={`${count(acknowledgedCount, 'issue')} acknowledged`}>
          <div className={classes.frame}>
            <IssueGroups issues={acknowledged} />
          </div>
          {acknowledgedCount > acknowledged.length && (
            <TextLink to="/issues" search={{ status: 'acknowledged' }}>
              All acknowledged issues
            </TextLink>
          )}
        </Disclosure>
      )}
      {mutedCount > 0 && (
        <TextLink to="/issues" search={{ status: 'muted' }}>
          {count(mutedCount, 'issue')} muted
        </TextLink>
      )}
    </div>
  );
}

function NothingNeeded({ overview: { issues, endpoints } }: { overview: HomeView }) {
  const environment = useEnvironment();
  return (
    <section className={classes.nothing} aria-label="What needs you">
      <IconCircleCheck size={20} color="var(--parley-good)" aria-hidden />
      <div>
        <Text fw={600}>Nothing needs you.</Text>
        <Text c="dimmed">
          {issues.resolvedAt ? (
            <>
              The latest issue ended <Time at={issues.resolvedAt} />.
            </>
          ) : (
            'No issue has come up so far.'
          )}{' '}
          Each attempt to deliver to {count(endpoints.active, `${environment} endpoint`)} is watched, and so
          are keys, contracts and what waits for a yes.{' '}
          <TextLink to="/issues" search={{}}>
            All issues
          </TextLink>
        </Text>
      </div>
    </section>
  );
}
