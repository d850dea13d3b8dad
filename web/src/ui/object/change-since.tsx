import { IconArrowDownRight, IconArrowRight, IconArrowUpRight } from '@tabler/icons-react';
import { changeWords, type Direction } from '../../lib/text/change-words.ts';

const icons = { up: IconArrowUpRight, down: IconArrowDownRight, same: IconArrowRight } as const;

const colourOf = (direction: Direction, good: 'up' | 'down' | 'neither'): string => {
  if (direction === 'same' || good === 'neither') return 'inherit';
  return direction === good ? 'var(--parley-good)' : 'var(--parley-bad)';
};

/** How a figure stands to the span before: an arrow, words, and a colour that only repeats whether that is good. */
export function ChangeSince({
  now,
  before,
  good,
}: {
  now: number;
  before: number;
  good: 'up' | 'down' | 'neither';
}) {
  const { direction, words } = changeWords(now, before);
  const Arrow = icons[direction];
  return (
    <span style={{ color: colourOf(direction, good), whiteSpace: 'nowrap' }}>
      <Arrow size={13} style={{ verticalAlign: -2 }} aria-hidden /> {words}{' '}
      {direction === 'same' ? 'as before' : words === 'none' ? 'before' : 'than before'}
    </span>
  );
}
