import { Text } from '@mantine/core';
import type { IssueView } from '@parley/shared/monitoring/issue';
import { causeWords } from '@parley/shared/monitoring/issue-words';
import { count } from '../../lib/text/count.ts';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import classes from './issue-groups.module.css';

/** Issues under the endpoint where they are found, in the order that they came in. */
export function IssueGroups({ issues }: { issues: readonly IssueView[] }) {
  const groups = [...Map.groupBy(issues, ({ subject }) => subject.id).values()];
  return (
    <ul className={classes.groups}>
      {groups.map((group) => (
        <Group key={group[0]?.subject.id} issues={group} />
      ))}
    </ul>
  );
}

function Group({ issues }: { issues: readonly IssueView[] }) {
  const [first] = issues;
  if (!first) return null;
  return (
    <li className={classes.group}>
      <div className={classes.where}>
        <Text component="span" fw={600} className={classes.url}>
          {first.subject.name}
        </Text>{' '}
        <Text component="span" c="dimmed">
          {first.consumerName}
        </Text>
      </div>
      <ul className={classes.causes}>
        {issues.map((issue) => (
          <li key={issue.id} className={classes.cause}>
            <TextLink to="/issues/$id" params={{ id: issue.id }}>
              {causeWords(issue.cause, issue.httpStatus)}
            </TextLink>
            <span className={classes.facts}>
              {issue.cause === 'disabled' ? 'nothing is sent' : count(issue.countSince, 'failure')} since{' '}
              <Time at={issue.since} />
              {issue.cause !== 'disabled' && (
                <>
                  , last <Time at={issue.lastSeenAt} />
                </>
              )}
            </span>
            {issue.status === 'acknowledged' && issue.latest.by && (
              <span className={classes.facts}>
                {issue.latest.by.name}
                {issue.latest.note ? `: ${issue.latest.note}` : ''}
              </span>
            )}
          </li>
        ))}
      </ul>
    </li>
  );
}
