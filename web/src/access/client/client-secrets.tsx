import { Button, Text } from '@mantine/core';
import type { ClientView } from '@parley/shared/access/client';
import { getRouteApi } from '@tanstack/react-router';
import { useMay } from '../../lib/session/session-context.ts';
import { CodeBlock } from '../../ui/code/code-block.tsx';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { Section } from '../../ui/page/section.tsx';
import { Time } from '../../ui/text/time.tsx';

const route = getRouteApi('/_console/clients/$id');

type Secret = ClientView['secrets'][number];

const columns: Column<Secret>[] = [
  { id: 'hint', header: 'Secret', cell: ({ hint }) => <code>{hint}</code> },
  { id: 'created', header: 'Made', cell: ({ createdAt }) => <Time at={createdAt} />, wide: true },
  { id: 'used', header: 'Last token', cell: ({ lastUsedAt }) => <Time at={lastUsedAt} absent="None yet" /> },
  { id: 'ends', header: 'Ends', cell: ({ endsAt }) => <Time at={endsAt} absent="Stays" />, align: 'right' },
];

const rowKey = ({ hint, createdAt }: Secret) => `${hint} ${createdAt}`;

/** The secrets that work now, and whether the old one is still used: until then nobody should end it. */
export function ClientSecrets({ client }: { client: ClientView }) {
  const { secrets, authentication, publicKeys } = client;
  if (authentication === 'private_key')
    return (
      <Section title="Public keys">
        <Text c="dimmed" mb="xs">
          It signs with keys of its own and has no secret. These verify what it signs.
        </Text>
        <CodeBlock code={JSON.stringify(publicKeys, null, 2)} label="public keys as JWK" />
      </Section>
    );
  const items = secrets;
  const query = {
    data: { items, nextCursor: null, previousCursor: null },
    error: null,
    isPending: false,
    isPlaceholderData: false,
    refetch: () => undefined,
  };
  return (
    <Section
      title={secrets.length > 1 ? 'Two secrets work' : 'Secret'}
      flush
      actions={<EndOld client={client} />}
    >
      <DataTable
        label="Secrets of this client"
        query={query}
        columns={columns}
        rowKey={rowKey}
        empty={null}
        isBare
      />
    </Section>
  );
}

function EndOld({ client }: { client: ClientView }) {
  const navigate = route.useNavigate();
  const mayWrite = useMay('clients:write');
  if (!mayWrite || client.secrets.length < 2) return null;
  return (
    <Button
      type="button"
      variant="default"
      size="xs"
      onClick={() =>
        void navigate({ search: (before) => ({ ...before, dialog: 'end-secret' }), resetScroll: false })
      }
    >
      End the old one now
    </Button>
  );
}
