import { Group, Text } from '@mantine/core';
import type { IssueCause, IssueDetail } from '@parley/shared/monitoring/issue';
import { minuteMs } from '@parley/shared/words/time';
import { IconRestore } from '@tabler/icons-react';
import { useMay } from '../../lib/session/session-context.ts';
import { ButtonLink } from '../../ui/text/button-link.tsx';
import { Section } from '../../ui/page/section.tsx';

/** What it comes from as a rule, and who can mend it. */
const advice: Record<IssueCause, string> = {
  http: 'The receiver answers, and its answer is no 2xx. Its own log has the reason; the answers stand at the deliveries below.',
  timeout: 'The receiver takes too long. It should answer at once with 2xx and do its work afterwards.',
  refused: 'Nothing listens at this address and port. The receiver is down, or it has moved.',
  connection:
    'The connection broke, or there is no way to the host: a network, a firewall, a proxy in between.',
  name: 'The host name leads nowhere. It was removed, or its name servers fail.',
  tls: 'No secure connection comes about. Often a certificate has run out, or its chain is not complete.',
  bad_answer: 'What comes back is not HTTP as it should be. Something else may listen at this port.',
  blocked: 'The URL leads to where Parley may not call, such as a private network. It needs another URL.',
  disabled:
    'Nothing is sent any more, and what is published for it waits or is missed. Enable it once the receiver is mended.',
  other: 'The words of the latest failure say more.',
};

/** The event of the first failure was published before it failed. */
const marginMs = 5 * minuteMs;

/** What can be done about it from here, as far as the reader may. */
export function IssueHelps({ issue }: { issue: IssueDetail }) {
  const mayRecover = useMay('deliveries:write');
  const mayChange = useMay('endpoints:write');
  const mayRead = useMay('deliveries:read');
  const { cause, subject, environment } = issue;
  const isDisabled = cause === 'disabled';
  const at = { to: '/endpoints/$id', params: { id: subject.id } } as const;
  return (
    <Section title="What helps">
      <Text mb="sm">{advice[cause]}</Text>
      <Group gap="xs">
        {isDisabled && mayChange && (
          <ButtonLink {...at} search={{ env: environment, dialog: 'enable' }}>
            Enable the endpoint…
          </ButtonLink>
        )}
        {!isDisabled && mayRecover && <RecoverFailed issue={issue} />}
        {mayChange && (
          <ButtonLink {...at} variant="default" search={{ env: environment, dialog: 'test' }}>
            Send a test event…
          </ButtonLink>
        )}
        {mayRead && (
          <ButtonLink
            variant="default"
            to="/deliveries"
            search={{ env: environment, endpointId: subject.id, status: 'failed' }}
          >
            Failed deliveries
          </ButtonLink>
        )}
        <ButtonLink {...at} variant="default" search={{ env: environment }}>
          Open the endpoint
        </ButtonLink>
      </Group>
    </Section>
  );
}

/** Leads to a recovery of all that was not delivered since the first failure. */
function RecoverFailed({ issue: { subject, environment, since } }: { issue: IssueDetail }) {
  return (
    <ButtonLink
      to="/recoveries"
      leftSection={<IconRestore size={14} />}
      search={{
        env: environment,
        dialog: 'create',
        endpointId: subject.id,
        scope: 'undelivered',
        since: new Date(Date.parse(since) - marginMs).toISOString(),
      }}
    >
      Send again what failed…
    </ButtonLink>
  );
}
