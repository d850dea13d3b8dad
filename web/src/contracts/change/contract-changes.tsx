import { Button, Skeleton, Text } from '@mantine/core';
import type { ChangesView, ChangeView } from '@parley/shared/contracts/contract';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { alone, api } from '../../api.ts';
import { count, formatNumber } from '../../lib/text/count.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { Section } from '../../ui/page/section.tsx';
import { AcceptChangesDialog } from './accept-changes-dialog.tsx';
import { ChangeFilters } from './change-filters.tsx';
import { filterChanges } from './change-groups.ts';
import { ChangeList } from './change-list.tsx';
import { RawDiff } from '../../nouns/document-diff/raw-diff.tsx';

const route = getRouteApi('/_console/apis/$slug/versions/$id/changes');

/** What a version changes for those who call: the meaning first, then the lines. */
export function ContractChanges() {
  const { slug, id } = route.useParams();
  const { from } = route.useSearch();
  const found = useQuery(api.contractChange.list.queryOptions({ slug, to: id, from }, alone));
  return (
    <>
      <ChangeFilters counts={found.data?.counts} />
      {found.data && <Loaded view={found.data} />}
      {!found.data && found.error && <ErrorState error={found.error} onRetry={found.refetch} />}
      {!found.data && !found.error && <Skeleton h={260} radius="lg" />}
    </>
  );
}

function Loaded({ view }: { view: ChangesView }) {
  const { slug, id } = route.useParams();
  const { severity, search, group } = route.useSearch();
  const shown = useMemo(
    () => filterChanges(view.changes, { severity, search }),
    [view.changes, severity, search],
  );
  const between = { slug, id, baseId: view.base?.id ?? null };
  return (
    <>
      <Section flush title={titleOf(view)} actions={<AcceptShown shown={shown} />}>
        {shown.length === 0 ? (
          <NoChanges view={view} />
        ) : (
          <>
            <Text c="dimmed" px={16} pt={10}>
              {summaryOf(view)}
            </Text>
            <ChangeList
              key={`${severity} ${search} ${group} ${between.baseId}`}
              changes={shown}
              between={between}
              isBySeverity={group === 'severity'}
            />
          </>
        )}
      </Section>
      {view.base && <RawDiff between={between} />}
      <Accepting changes={view.changes} shown={shown} />
    </>
  );
}

function Accepting({ changes, shown }: { changes: readonly ChangeView[]; shown: readonly ChangeView[] }) {
  const { slug } = route.useParams();
  const { accept } = route.useSearch();
  const navigate = route.useNavigate();
  const mayPublish = useMay('contracts:publish');
  const chosen =
    accept === 'shown' ? waitingIn(shown) : changes.filter(({ fingerprint }) => fingerprint === accept);
  return (
    <AcceptChangesDialog
      slug={slug}
      changes={mayPublish ? chosen : []}
      onClose={() =>
        void navigate({ search: (before) => ({ ...before, accept: undefined }), resetScroll: false })
      }
    />
  );
}

/** Breaking changes that nobody answers for, or nobody any more. One fingerprint is accepted once. */
function waitingIn(changes: readonly ChangeView[]): ChangeView[] {
  const now = new Date().toISOString();
  const waiting = changes.filter(
    ({ severity, acceptance }) =>
      severity === 'breaking' &&
      (!acceptance || (acceptance.expiresAt !== null && acceptance.expiresAt <= now)),
  );
  return [...new Map(waiting.map((change) => [change.fingerprint, change])).values()];
}

function AcceptShown({ shown }: { shown: readonly ChangeView[] }) {
  const navigate = route.useNavigate();
  const mayPublish = useMay('contracts:publish');
  const amount = waitingIn(shown).length;
  if (!mayPublish || amount < 2) return null;
  return (
    <Button
      type="button"
      variant="default"
      onClick={() =>
        void navigate({ search: (before) => ({ ...before, accept: 'shown' }), resetScroll: false })
      }
    >
      Accept {formatNumber(amount)} breaking…
    </Button>
  );
}

function NoChanges({ view: { base, changes } }: { view: ChangesView }) {
  if (changes.length > 0)
    return <EmptyState title="No change matches" text="Change or clear the filters above." />;
  if (!base)
    return (
      <EmptyState
        title="Nothing to compare with"
        text="Nothing was published before it. Choose another version above to compare it with that one."
      />
    );
  return (
    <EmptyState
      title="Nothing changed that a caller could notice"
      text={`Compared with ${base.version} (upload ${base.number}).`}
    />
  );
}

function titleOf({ base, changes }: ChangesView): string {
  if (!base) return 'Changes';
  return `${count(changes.length, 'change')} since ${base.version} (upload ${base.number})`;
}

const advices: Record<ChangesView['advice'], string> = {
  major: 'By semantic versioning the major part of the version goes up.',
  minor: 'By semantic versioning the minor part of the version goes up.',
  patch: 'By semantic versioning the patch part of the version goes up.',
  none: 'By semantic versioning the version may stay.',
};

function summaryOf({ counts: { breaking, risky, compatible }, advice }: ChangesView): string {
  return `${breaking} breaking, ${risky} risky, ${compatible} compatible. ${advices[advice]}`;
}
