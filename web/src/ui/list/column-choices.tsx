import { ActionIcon, Checkbox, Group } from '@mantine/core';
import { IconArrowDown, IconArrowUp, type Icon } from '@tabler/icons-react';
import { moveColumn } from '../../lib/list/arrange-columns.ts';
import type { Column } from './column.ts';

/** A box for each column but the first, and for those that are shown two buttons that move it by a place. */
export function ColumnChoices<Row>({
  shown,
  hidden,
  show,
}: {
  shown: readonly Column<Row>[];
  hidden: readonly Column<Row>[];
  show: (next: readonly Column<Row>[]) => void;
}) {
  return (
    <>
      {shown.slice(1).map((column, place) => (
        <Group key={column.id} justify="space-between" wrap="nowrap" gap={4}>
          <Checkbox
            checked
            label={column.header}
            onChange={() => show(shown.filter(({ id }) => id !== column.id))}
          />
          <Group gap={2} wrap="nowrap">
            <Move
              label={`Move ${column.header} to the front`}
              icon={IconArrowUp}
              isOff={place === 0}
              onClick={() => show(moveColumn(shown, column.id, -1))}
            />
            <Move
              label={`Move ${column.header} to the end`}
              icon={IconArrowDown}
              isOff={place === shown.length - 2}
              onClick={() => show(moveColumn(shown, column.id, 1))}
            />
          </Group>
        </Group>
      ))}
      {hidden.map((column) => (
        <Checkbox
          key={column.id}
          checked={false}
          label={column.header}
          onChange={() => show([...shown, column])}
        />
      ))}
    </>
  );
}

function Move({
  label,
  icon: MoveIcon,
  isOff,
  onClick,
}: {
  label: string;
  icon: Icon;
  isOff: boolean;
  onClick: () => void;
}) {
  return (
    <ActionIcon
      type="button"
      variant="subtle"
      color="gray"
      size={24}
      aria-label={label}
      // Not `disabled`: whoever moves a column with the keyboard would lose the focus at the end.
      aria-disabled={isOff}
      style={isOff ? { opacity: 0.4 } : undefined}
      onClick={() => {
        if (!isOff) onClick();
      }}
    >
      <MoveIcon size={14} />
    </ActionIcon>
  );
}
