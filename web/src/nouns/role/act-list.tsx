import { Text } from '@mantine/core';
import type { DeclaredAct } from '@parley/shared/administration/staff';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useSession } from '../../lib/session/session-context.ts';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Section } from '../../ui/page/section.tsx';
import classes from './act-list.module.css';
import { actsByGroup, rolesFor } from './act-table.ts';
import { roleLabel } from './role-words.ts';

const columns: Column<DeclaredAct>[] = [
  { id: 'act', header: 'Act', cell: (act) => <Act act={act} /> },
  { id: 'you', header: 'You', cell: (act) => <ForReader act={act} /> },
  { id: 'roles', header: 'Roles', cell: (act) => rolesFor(act).map(roleLabel).join(', ') },
  { id: 'scope', header: 'Scope', cell: ({ scope }) => <code>{scope}</code>, wide: true },
];

const rowKey = ({ name }: DeclaredAct) => name;

/**
 * Every act, whether the reader may do it, and who else may: for whoever wonders why something is not there for them. It is
 * what each act declares, and the server refuses by the same.
 */
export function ActList({ title }: { title: string }) {
  const { role } = useSession();
  const acts = useQuery(api.staff.acts.queryOptions());
  return (
    <Section title={title} flush>
      <ProblemAlert error={acts.error} />
      {actsByGroup(acts.data ?? []).map(([group, list]) => (
        <details key={group} className={classes.group}>
          <summary>
            {group}{' '}
            <Text component="span" size="sm" c="dimmed" fw={400}>
              {list.filter((act) => rolesFor(act).includes(role)).length} of {list.length} for you
            </Text>
          </summary>
          <DataTable
            isBare
            label={`Acts of ${group}`}
            query={loadedList(list)}
            columns={columns}
            rowKey={rowKey}
            empty={null}
          />
        </details>
      ))}
    </Section>
  );
}

function ForReader({ act }: { act: DeclaredAct }) {
  const { role } = useSession();
  if (rolesFor(act).includes(role)) return 'Yes';
  return (
    <Text component="span" c="dimmed">
      No
    </Text>
  );
}

function Act({ act: { summary, isDangerous } }: { act: DeclaredAct }) {
  return (
    <>
      {summary}
      {isDangerous && (
        <Text size="xs" c="dimmed">
          Asked again before it is done
        </Text>
      )}
    </>
  );
}
