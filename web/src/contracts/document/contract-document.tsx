import { Button, Skeleton, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { alone, api } from '../../api.ts';
import { count } from '../../lib/text/count.ts';
import { downloadText } from '../../lib/text/download-text.ts';
import { indentJson } from '../../lib/text/json-text.ts';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { FilterBar } from '../../ui/filter/filter-bar.tsx';
import { SearchFilter } from '../../ui/filter/search-filter.tsx';
import { Section } from '../../ui/page/section.tsx';
import { DocumentContext } from '../../nouns/contract-schema/document-context.ts';
import { isJson, textOf, type Json } from '../../nouns/contract-schema/contract-json.ts';
import { byTag, operationsOf } from './operation-index.ts';
import { OperationGroups } from './operation-groups.tsx';
import { ContractProse } from '../../nouns/contract-schema/contract-prose.tsx';

const route = getRouteApi('/_console/apis/$slug/versions/$id/contract');

// Versions never change; comparing megabytes with what was there would freeze the tab.
const kept = { ...alone, staleTime: Infinity, gcTime: 60_000, structuralSharing: false };

/** The contract as people read it. */
export function ContractDocument() {
  const { slug, id } = route.useParams();
  const found = useQuery(api.contract.document.queryOptions({ slug, id }, kept));
  if (!found.data && found.error) return <ErrorState error={found.error} onRetry={found.refetch} />;
  if (!found.data) return <Skeleton h={320} radius="lg" />;
  return (
    <DocumentContext value={found.data.document}>
      <Loaded document={found.data.document} />
    </DocumentContext>
  );
}

function Loaded({ document }: { document: Json }) {
  const { slug, id } = route.useParams();
  const { search } = route.useSearch();
  const navigate = route.useNavigate();
  const operations = useMemo(() => operationsOf(document), [document]);
  const groups = useMemo(() => byTag(operations, search), [operations, search]);
  const find = (next: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, search: next }), replace: true, resetScroll: false });
  return (
    <>
      <FilterBar
        isFiltered={Boolean(search)}
        onClear={() => find(undefined)}
        aside={
          <Button
            type="button"
            variant="default"
            leftSection={<IconDownload size={14} />}
            onClick={() => downloadText(indentJson(document), 'application/json', `${slug}-${id}.json`)}
          >
            Download JSON
          </Button>
        }
      >
        <SearchFilter label="Search the operations" value={search} onChange={find} />
      </FilterBar>
      <About document={document} />
      <Section title={count(operations.length, 'operation')}>
        {groups.length === 0 ? (
          <EmptyState
            title={search ? 'No operation matches' : 'The contract has no operation'}
            text={search ? 'Change or clear the search above.' : 'It has no paths and no webhooks.'}
          />
        ) : (
          <OperationGroups key={search} groups={groups} />
        )}
      </Section>
    </>
  );
}

function About({ document }: { document: Json }) {
  const description = isJson(document['info']) ? textOf(document['info'], 'description') : undefined;
  const servers = Array.isArray(document['servers']) ? document['servers'].filter(isJson) : [];
  if (!description && servers.length === 0) return null;
  return (
    <Section title="About">
      <ContractProse text={description} />
      {servers.map((server) => (
        <Text key={String(server['url'])} mt={4} style={{ overflowWrap: 'anywhere' }}>
          Server <code>{String(server['url'])}</code> {textOf(server, 'description')}
        </Text>
      ))}
    </Section>
  );
}
