import { Button, Modal } from '@mantine/core';
import type { IssuerView } from '@parley/shared/access/issuer';
import { IconPlus, IconTestPipe } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, type LinkProps } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { countOptions } from '../../lib/query/count-options.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { count } from '../../lib/text/count.ts';
import type { Column } from '../../ui/list/column.ts';
import { ListTable } from '../../ui/list/list-table.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { Time } from '../../ui/text/time.tsx';
import { CreateIssuerDialog } from './create-issuer-dialog.tsx';
import { KeyState } from './key-state.tsx';
import { NoIssuers } from './no-issuers.tsx';
import { TryToken } from './try-token.tsx';

const route = getRouteApi('/_console/issuers');

const columns: Column<IssuerView>[] = [
  { id: 'name', header: 'Name', cell: ({ name }) => name },
  { id: 'issuer', header: 'Issuer', cell: ({ issuer }) => <code>{issuer}</code>, wide: true },
  { id: 'consumers', header: 'Consumers', cell: ({ consumers }) => count(consumers.length, 'consumer') },
  { id: 'keys', header: 'Keys', cell: ({ keys }) => <KeyState keys={keys} />, wide: true },
  { id: 'status', header: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    id: 'created',
    header: 'Created',
    cell: ({ createdAt }) => <Time at={createdAt} />,
    align: 'right',
    sort: 'created',
    wide: true,
  },
];

const noun = ['issuer', 'issuers'] as const;
const copies = ({ id, issuer }: IssuerView) => [
  { what: 'id', value: id },
  { what: 'issuer', value: issuer },
];
const rowKey = ({ id }: IssuerView) => id;
const rowLink = ({ id }: IssuerView): LinkProps => ({ to: '/issuers/$id', params: { id } });

export function IssuerList() {
  const { status, cursor, order, dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = useMay('issuers:write');
  const filters = { status };
  const issuers = useQuery(
    api.issuer.list.queryOptions({ ...filters, cursor, order }, { placeholderData: keepPreviousData }),
  );
  const total = useQuery(api.issuer.count.queryOptions(filters, countOptions));
  const setDialog = (next: typeof dialog) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });

  return (
    <>
      <PageHeader
        title="Trusted issuers"
        description="OAuth providers of the company. Their access tokens open what they are told to, for the consumers that are named."
        actions={
          <>
            <Button
              type="button"
              variant="default"
              leftSection={<IconTestPipe size={14} />}
              onClick={() => setDialog('try')}
            >
              Try a token
            </Button>
            {mayWrite && (
              <Button type="button" leftSection={<IconPlus size={14} />} onClick={() => setDialog('create')}>
                Trust an issuer
              </Button>
            )}
          </>
        }
      />
      <ListTable
        label="Trusted issuers"
        query={issuers}
        total={total.data}
        {...{ noun, columns, rowKey, rowLink, copies }}
        empty={<NoIssuers />}
      />
      {mayWrite && <CreateIssuerDialog opened={dialog === 'create'} onClose={() => setDialog(undefined)} />}
      <Modal opened={dialog === 'try'} onClose={() => setDialog(undefined)} title="Try a token" size="lg">
        <TryToken />
      </Modal>
    </>
  );
}
