import { Skeleton } from '@mantine/core';
import type { AuditEntryView } from '@parley/shared/administration/audit';
import { auditActionWords } from '@parley/shared/administration/audit-action';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { absoluteTime } from '../../lib/time/relative-time.ts';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { Id } from '../../ui/text/id.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { Section } from '../../ui/page/section.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { ActorName } from '../../nouns/audit/actor-name.tsx';
import { AuditChanges } from './audit-changes.tsx';

const route = getRouteApi('/_console/audit/$id');

export function AuditEntry() {
  const { id } = route.useParams();
  const entry = useQuery(api.audit.get.queryOptions({ id }, { staleTime: Infinity }));
  if (entry.error && !entry.data) {
    return (
      <>
        <PageHeader title="Audit entry" />
        <ErrorState
          error={entry.error}
          onRetry={entry.refetch}
          actions={<TextLink to="/audit">All entries</TextLink>}
        />
      </>
    );
  }
  return (
    <>
      <PageHeader
        title={entry.data ? auditActionWords(entry.data.action) : 'Audit entry'}
        description={entry.data && absoluteTime(new Date(entry.data.at))}
      />
      <Section title="Changes" flush>
        {entry.data ? <AuditChanges changes={entry.data.changes} /> : <Skeleton h={120} />}
      </Section>
      <Section title="Circumstances">
        {entry.data ? <Circumstances entry={entry.data} /> : <Skeleton h={200} />}
      </Section>
    </>
  );
}

function Circumstances({ entry }: { entry: AuditEntryView }) {
  const { actor, targetId, consumerId, requestId } = entry;
  return (
    <KeyValue
      facts={[
        ['Actor', <Actor key="actor" actor={actor} />],
        ['Action', <code key="action">{entry.action}</code>],
        ['Target', targetId && <Target key="target" id={targetId} />],
        ['Consumer', consumerId && <ObjectLink key="consumer" id={consumerId} />],
        ['Environment', entry.environment],
        ['Request', requestId && <Request key="request" id={requestId} />],
        ['From address', entry.peer && <code key="peer">{entry.peer}</code>],
        ['Entry', <Id key="id" value={entry.id} what="entry id" />],
        ['Hash', <Id key="hash" value={entry.hash} what="hash" />],
      ]}
    />
  );
}

function Actor({ actor }: { actor: AuditEntryView['actor'] }) {
  return (
    <>
      <ActorName actor={actor} />{' '}
      {actor.id && (
        <>
          (
          <TextLink to="/audit" search={{ actorId: actor.id }}>
            all that they did
          </TextLink>
          )
        </>
      )}
    </>
  );
}

function Target({ id }: { id: string }) {
  return (
    <>
      <ObjectLink id={id} /> (
      <TextLink to="/audit" search={{ targetId: id }}>
        its history
      </TextLink>
      )
    </>
  );
}

function Request({ id }: { id: string }) {
  return (
    <>
      <code>{id}</code> (
      <TextLink to="/audit" search={{ requestId: id }}>
        all that it changed
      </TextLink>
      )
    </>
  );
}

function ObjectLink({ id }: { id: string }) {
  return (
    <TextLink to="/inspect/$id" params={{ id }}>
      {id}
    </TextLink>
  );
}
