import { Button, Popover, Stack, Text } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { arrangeColumns, columnsAddress } from '../../lib/list/arrange-columns.ts';
import type { Column } from './column.ts';
import { ColumnChoices } from './column-choices.tsx';
import { OrderSelect } from './order-select.tsx';
import type { ListOrder } from './use-list-order.ts';

/** Which columns a list shows, in which order, and which way it runs. What is chosen stands in the address. */
export function ColumnsMenu<Row>({
  columns,
  asked,
  order,
}: {
  columns: readonly Column<Row>[];
  asked: string | undefined;
  order: ListOrder;
}) {
  const navigate = useNavigate();
  const show = (next: readonly Column<Row>[]) =>
    void navigate({
      to: '.',
      search: (search: object) => ({ ...search, columns: columnsAddress(columns, next) }),
      replace: true,
      resetScroll: false,
    });
  return (
    <Popover position="bottom-end" width={300} trapFocus returnFocus>
      <Popover.Target>
        <Button type="button" variant="default" leftSection={<IconColumns3 size={14} />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={6}>
          <OrderSelect order={order} />
          <Text size="xs" c="dimmed" mt={4}>
            The first column is always shown.
          </Text>
          <ColumnChoices {...arrangeColumns(columns, asked)} show={show} />
          {asked !== undefined && (
            <Button
              type="button"
              size="xs"
              variant="subtle"
              color="gray"
              onClick={() => show(arrangeColumns(columns, undefined).shown)}
            >
              As they were
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
