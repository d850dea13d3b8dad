import { Button, Skeleton } from '@mantine/core';
import type { ApiView } from '@parley/shared/contracts/api';
import { IconChecklist, IconPencil, IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Outlet, getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { TabLinks } from '../../ui/page/tab-links.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { EditApiDialog } from './edit-api-dialog.tsx';
import { SendContractDialog } from '../../nouns/contract-upload/send-contract-dialog.tsx';

const route = getRouteApi('/_console/apis/$slug');

const builtIn = 'It is built in, and its contract is registered at each start.';

/** What stays on every part of an API: its name, what can be done with it, and the way to the other parts. */
export function ApiPage() {
  const { slug } = route.useParams();
  const found = useQuery(api.api.get.queryOptions({ slug }));
  if (found.error && !found.data) {
    return (
      <>
        <PageHeader title="API" />
        <ErrorState
          error={found.error}
          onRetry={found.refetch}
          actions={<TextLink to="/apis">All APIs</TextLink>}
        />
      </>
    );
  }
  if (!found.data) {
    return (
      <>
        <PageHeader title={slug} />
        <Skeleton h={40} mb="md" radius="lg" />
        <Skeleton h={260} radius="lg" />
      </>
    );
  }
  return <Loaded found={found.data} />;
}

function Loaded({ found }: { found: ApiView }) {
  const { slug, name, description, isBuiltIn } = found;
  const to = { params: { slug }, search: {} };
  return (
    <>
      <PageHeader
        title={name}
        badge={<code>{slug}</code>}
        description={isBuiltIn ? `${description ?? ''} ${builtIn}` : description}
        actions={<Actions found={found} />}
      />
      <TabLinks
        label={`Parts of ${name}`}
        tabs={[
          { name: 'Versions', link: { to: '/apis/$slug', ...to } },
          { name: 'Deprecations', link: { to: '/apis/$slug/deprecations', ...to } },
          { name: 'Notices', link: { to: '/apis/$slug/notices', ...to } },
          { name: 'Rules', link: { to: '/apis/$slug/rules', ...to } },
          { name: 'History', link: { to: '/apis/$slug/history', ...to } },
        ]}
      />
      <Outlet />
    </>
  );
}

function Actions({ found }: { found: ApiView }) {
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = useMay('contracts:write');
  const mayEdit = useMay('contracts:publish');
  const setDialog = (next: typeof dialog) =>
    void navigate({ to: '.', search: (before) => ({ ...before, dialog: next }), resetScroll: false });
  const close = () => setDialog(undefined);
  return (
    <>
      {mayEdit && (
        <Button
          type="button"
          variant="default"
          leftSection={<IconPencil size={14} />}
          onClick={() => setDialog('edit')}
        >
          Edit
        </Button>
      )}
      <Button
        type="button"
        variant="default"
        leftSection={<IconChecklist size={14} />}
        onClick={() => setDialog('check')}
      >
        Check…
      </Button>
      {mayWrite && (
        <Button type="button" leftSection={<IconUpload size={14} />} onClick={() => setDialog('upload')}>
          Upload…
        </Button>
      )}
      {mayEdit && <EditApiDialog found={found} opened={dialog === 'edit'} onClose={close} />}
      <SendContractDialog slug={found.slug} act="check" opened={dialog === 'check'} onClose={close} />
      {mayWrite && (
        <SendContractDialog slug={found.slug} act="upload" opened={dialog === 'upload'} onClose={close} />
      )}
    </>
  );
}
