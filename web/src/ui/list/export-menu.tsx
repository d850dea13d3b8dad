import { Button, Menu } from '@mantine/core';
import type { MouseEvent } from 'react';
import { confirmAgain } from '../../lib/session/confirmation.ts';
import { IconDownload } from '@tabler/icons-react';

type Filters = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** The address of a file with all rows of a list that fit. `list` is what the REST door calls it. */
function exportAddress(list: string, extension: 'csv' | 'jsonl', filters: Filters, hasMark: boolean): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters))
    if (value !== undefined) query.set(name, typeof value === 'object' ? value.join(',') : String(value));
  if (hasMark) query.set('mark', '1');
  const text = query.toString();
  return `/export/${list}.${extension}${text ? `?${text}` : ''}`;
}

// A file leaves the house: the server asks who takes it. A link has no way to ask, so that comes first.
async function takeWhenConfirmed(event: MouseEvent<HTMLElement>) {
  const { currentTarget: link } = event;
  if (!(link instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  if (!(await confirmAgain('once'))) return;
  const taken = document.createElement('a');
  taken.href = link.href;
  taken.download = '';
  taken.click();
}

/** Takes the list with its filters away as a file: all rows and not the page, up to a hundred thousand. */
export function ExportMenu({ list, filters }: { list: string; filters: Filters }) {
  const file = (extension: 'csv' | 'jsonl', hasMark = false) =>
    ({
      component: 'a',
      href: exportAddress(list, extension, filters, hasMark),
      download: true,
      onClick: (event: MouseEvent<HTMLElement>) => void takeWhenConfirmed(event),
    }) as const;
  return (
    <Menu position="bottom-end" width={260} returnFocus withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button type="button" variant="default" leftSection={<IconDownload size={14} />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>All that match, up to 100,000 rows</Menu.Label>
        <Menu.Item {...file('csv')}>CSV</Menu.Item>
        <Menu.Item {...file('csv', true)}>CSV for Excel (with a byte order mark)</Menu.Item>
        <Menu.Item {...file('jsonl')}>JSON lines</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
