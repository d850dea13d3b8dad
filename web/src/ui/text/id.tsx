import { Group } from '@mantine/core';
import { CopyButton } from '../code/copy-button.tsx';

/** An identifier in full, with a button that copies it. `what` names it: “consumer id”. */
export function Id({ value, what = 'id' }: { value: string; what?: string }) {
  return (
    <Group gap={2} wrap="nowrap" display="inline-flex" maw="100%">
      <code style={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }} title={value}>
        {value}
      </code>
      <CopyButton value={value} what={what} />
    </Group>
  );
}
