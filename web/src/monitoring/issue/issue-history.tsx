import { Text } from '@mantine/core';
import type { IssueMoment } from '@parley/shared/monitoring/issue';
import { Section } from '../../ui/page/section.tsx';
import { Time } from '../../ui/text/time.tsx';
import classes from './issue-history.module.css';

const words: Record<IssueMoment['what'], string> = {
  opened: 'Opened',
  acknowledged: 'Acknowledged',
  muted: 'Muted',
  unmuted: 'Open again',
  resolved: 'Resolved',
  reopened: 'Opened again',
};

/** What became of an issue, the latest first. */
export function IssueHistory({ history }: { history: readonly IssueMoment[] }) {
  return (
    <Section title="History">
      <ol className={classes.moments} reversed>
        {history.toReversed().map(({ at, what, by, note, until }) => (
          <li key={`${at} ${what}`}>
            <Text component="span" fw={600}>
              {words[what]}
            </Text>{' '}
            {by ? `by ${by.name}` : 'by Parley'}
            {until && (
              <>
                , until <Time at={until} />
              </>
            )}{' '}
            <Text component="span" c="dimmed">
              <Time at={at} />
            </Text>
            {note && <Text style={{ overflowWrap: 'anywhere' }}>{note}</Text>}
          </li>
        ))}
      </ol>
    </Section>
  );
}
