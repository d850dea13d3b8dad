import { Skeleton } from '@mantine/core';
import type { AuditEntryView } from '@parley/shared/administration/audit';
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
import { actorPage } from '../../nouns/audit/actor-page.ts';
import { auditActionWords } from '@parley/shared/administration/audit-action';
import { kindOfTarget } from '../../nouns/object/object-kinds.ts';
import { ObjectLink } from '../../nouns/object/object-link.tsx';
import { ObjectNames, type ObjectRef } from '../../nouns/object/object-names.tsx';
import { AuditChanges } from '../../nouns/audit/audit-changes.tsx';

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
  const { actor, targetId, consumerId, requestId, peer, reason } = entry;
  return (
    <ObjectNames objects={objectsOf(entry)}>
      <KeyValue
        facts={[
          ['Actor', <Actor key="actor" actor={actor} />],
          ['Reason', reason],
          ['Action', <code key="action">{entry.action}</code>],
          ['Object', targetId && <Target key="target" entry={entry} />],
          [
            'Consumer',
            consumerId && <ObjectLink key="consumer" object={{ kind: 'consumer', id: consumerId }} />,
          ],
          ['Environment', entry.environment],
          ['Request', requestId && <Request key="request" id={requestId} />],
          ['From address', peer && <code key="peer">{peer}</code>],
          ['Entry', <Id key="id" value={entry.id} what="entry id" />],
          ['Hash', <Id key="hash" value={entry.hash} what="hash" />],
        ]}
      />
    </ObjectNames>
  );
}

const objectsOf = ({ action, targetId, consumerId }: AuditEntryView): ObjectRef[] => {
  const kind = kindOfTarget(action);
  return [
    ...(kind && targetId ? [{ kind, id: targetId }] : []),
    ...(consumerId ? [{ kind: 'consumer' as const, id: consumerId }] : []),
  ];
};

function Actor({ actor }: { actor: AuditEntryView['actor'] }) {
  const { id } = actor;
  const page = actorPage(actor);
  return (
    <>
      {page ? (
        <TextLink {...page}>
          <ActorName actor={actor} />
        </TextLink>
      ) : (
        <ActorName actor={actor} />
      )}{' '}
      {id && (
        <>
          (
          <TextLink to="/audit" search={{ actorId: id }}>
            all that they did
          </TextLink>
          )
        </>
      )}
    </>
  );
}

function Target({ entry: { action, targetId } }: { entry: AuditEntryView }) {
  const kind = kindOfTarget(action);
  if (!targetId) return null;
  return (
    <>
      {kind ? <ObjectLink object={{ kind, id: targetId }} /> : <code>{targetId}</code>} (
      <TextLink to="/audit" search={{ targetId }}>
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
