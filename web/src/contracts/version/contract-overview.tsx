import { List, Text } from '@mantine/core';
import type { ContractVersionDetail } from '@parley/shared/contracts/contract';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { alone, api } from '../../api.ts';
import { count } from '../../lib/text/count.ts';
import { useGrowing } from '../../lib/query/use-growing.ts';
import { GrowButton } from '../../ui/list/grow-button.tsx';
import { Section } from '../../ui/page/section.tsx';
import { ContractFacts } from './contract-facts.tsx';
import { ContractGate } from './contract-gate.tsx';
import { VersionCallers } from './version-callers.tsx';

const route = getRouteApi('/_console/apis/$slug/versions/$id');

/** What a contract version is, whether it may be published, and who calls it. */
export function ContractOverview() {
  const { slug, id } = route.useParams();
  // The page around this one has loaded it.
  const version = useQuery(api.contract.get.queryOptions({ slug, id }, alone)).data;
  if (!version) return null;
  return (
    <>
      {(version.status === 'draft' || version.status === 'reviewed') && <ContractGate version={version} />}
      <Section title="Overview">
        <ContractFacts version={version} />
      </Section>
      <VersionCallers version={version} />
      {version.warnings.length > 0 && <Warnings version={version} />}
    </>
  );
}

function Warnings({ version: { warnings } }: { version: ContractVersionDetail }) {
  const { shown, ...rest } = useGrowing(warnings, 20);
  return (
    <Section title={`Where it leaves the specification (${warnings.length})`}>
      <Text c="dimmed" mb="xs">
        {count(warnings.length, 'place')} that OpenAPI does not allow but that readers can live with.
      </Text>
      <List size="sm" spacing={6} listStyleType="none">
        {shown.map(({ pointer, message, line, file }) => (
          <List.Item key={`${pointer} ${message}`} style={{ overflowWrap: 'anywhere' }}>
            {message}{' '}
            <Text component="span" c="dimmed">
              <code>{pointer || '/'}</code>
              {file && `, ${file}`}
              {line > 0 && `, line ${line}`}
            </Text>
          </List.Item>
        ))}
      </List>
      <GrowButton {...rest} />
    </Section>
  );
}
