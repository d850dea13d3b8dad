import { Text } from '@mantine/core';
import type { ContractVersionView } from '@parley/shared/contracts/contract';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { count } from '../../lib/text/count.ts';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Section } from '../../ui/page/section.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

/** How much of the traffic of the last 30 days this version had. */
export function VersionCallers({ version }: { version: ContractVersionView }) {
  const { api: slug, id } = version;
  const adoption = useQuery(api.contractImpact.adoption.queryOptions({ slug }));
  const own = adoption.data?.versions.find((one) => one.id === id);
  return (
    <Section title="Who calls it">
      <ProblemAlert error={adoption.error} />
      {own && own.calls > 0 ? (
        <Text>
          {count(own.consumers, 'consumer')}, {count(own.calls, 'call')} in 30 days, the last one{' '}
          <Time at={own.lastSeenAt} />.
        </Text>
      ) : (
        <Text c="dimmed">Nobody within 30 days.</Text>
      )}
      <Text mt={4}>
        <TextLink to="/apis/$slug/versions/$id/impact" params={{ slug, id }}>
          Whom its changes affect
        </TextLink>
      </Text>
    </Section>
  );
}
