import { Box, List, Text } from '@mantine/core';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { Section } from '../../ui/page/section.tsx';
import { ActList } from './act-list.tsx';
import { roleTable, roles, type RoleRow } from './role-table.ts';
import { roleLabel, roleWords } from './role-words.ts';

const columns: Column<RoleRow>[] = [
  { id: 'resource', header: 'Resource', cell: ({ resource }) => resource },
  ...roles.map((role) => ({
    id: role,
    header: roleLabel(role),
    cell: ({ may }: RoleRow) => <May actions={may[role]} />,
  })),
];

/** What each role may do, from the very scopes that the server checks. */
export function RoleList() {
  return (
    <Box mt="lg">
      <Section title="What each role may do">
        <List size="sm" spacing={4}>
          {roles.map((role) => (
            <List.Item key={role}>
              <strong>{roleLabel(role)}.</strong> {roleWords[role]}
            </List.Item>
          ))}
        </List>
      </Section>
      <Section title="Roles by resource" flush>
        <DataTable
          isBare
          label="Roles by resource"
          query={loadedList(roleTable())}
          columns={columns}
          rowKey={({ resource }) => resource}
          empty={null}
        />
      </Section>
      <ActList title="Every act, and who may do it" />
    </Box>
  );
}

function May({ actions }: { actions: string }) {
  if (actions) return actions;
  return (
    <Text component="span" c="dimmed">
      nothing
    </Text>
  );
}
