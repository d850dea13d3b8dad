import { Button, Center } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';

/** Says how many rows arrived, and shows them when asked: nothing moves under the reader's cursor. */
export function NewRowsBanner({ count, onShow }: { count: number; onShow: () => void }) {
  return (
    <Center component="output" mb={count > 0 ? 'xs' : 0}>
      {count > 0 && (
        <Button
          type="button"
          variant="light"
          radius="xl"
          leftSection={<IconArrowUp size={14} />}
          onClick={onShow}
        >
          Show {count} new
        </Button>
      )}
    </Center>
  );
}
