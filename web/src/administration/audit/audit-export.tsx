import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';

const kinds = [
  { format: 'csv', label: 'CSV, for spreadsheets' },
  { format: 'jsonl', label: 'JSON lines, with everything' },
] as const;

/** Saves all entries that match, whatever their number: the server sends them as a file. */
export function AuditExport({ query }: { query: Readonly<Record<string, string | undefined>> }) {
  const addressOf = (format: string): string => {
    const asked = new URLSearchParams({ format });
    for (const [name, value] of Object.entries(query)) if (value !== undefined) asked.set(name, value);
    return `/v1/audit-entries/export?${asked.toString()}`;
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button type="button" variant="default" size="compact-sm" leftSection={<IconDownload size={14} />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {kinds.map(({ format, label }) => (
          <Menu.Item key={format} component="a" href={addressOf(format)} download>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
