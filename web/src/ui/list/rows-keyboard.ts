import type { KeyboardEvent } from 'react';

const typing = 'input:not([type="checkbox"]), textarea, select, [contenteditable], [role="dialog"] *';

const rowsIn = (list: Element): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('tr[data-row]')];

/**
 * The keys of a list: ↑ and ↓ go from row to row and look at each where there is a panel, Esc closes the panel. Enter is the
 * link's own. A row keeps its place in the order of the Tab key.
 */
export function rowsKeyboard({
  look,
  isLooking,
}: {
  look: ((id: string | undefined) => void) | undefined;
  isLooking: string | undefined;
}) {
  return (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target instanceof Element && event.target.closest(typing)) return;
    if (event.key === 'Escape' && isLooking !== undefined) {
      event.preventDefault();
      look?.(undefined);
      return;
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const rows = rowsIn(event.currentTarget);
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const from = at === -1 ? rows.findIndex(({ dataset }) => dataset['row'] === isLooking) : at;
    const step = event.key === 'ArrowDown' ? 1 : -1;
    const next = rows[from === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, from + step))];
    if (!next) return;
    event.preventDefault();
    (next.querySelector<HTMLElement>('a[data-name]') ?? next.querySelector<HTMLElement>('button'))?.focus();
    look?.(next.dataset['row']);
  };
}
