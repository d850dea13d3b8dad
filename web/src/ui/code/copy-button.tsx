import { ActionIcon, VisuallyHidden } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';

/** Copies `value`. `what` completes its name: “Copy endpoint id”. */
export function CopyButton({ value, what }: { value: string; what: string }) {
  const clipboard = useClipboard({ timeout: 1500 });
  return (
    <>
      <ActionIcon
        type="button"
        variant="subtle"
        color="gray"
        size={24}
        aria-label={`Copy ${what}`}
        title={clipboard.copied ? 'Copied' : `Copy ${what}`}
        onClick={() => clipboard.copy(value)}
      >
        {clipboard.copied ? <IconCheck size={14} color="var(--parley-good)" /> : <IconCopy size={14} />}
      </ActionIcon>
      <VisuallyHidden component="output">{clipboard.copied ? 'Copied' : ''}</VisuallyHidden>
    </>
  );
}
