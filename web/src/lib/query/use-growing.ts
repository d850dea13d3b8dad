import { useState } from 'react';

/** The first `step` of many items, and `grow` to show as many again. Another `key` starts afresh. */
export function useGrowing<Item>(
  items: readonly Item[],
  step: number,
  key = '',
): { shown: readonly Item[]; hiddenCount: number; grow: () => void } {
  const [{ amount, of }, setAmount] = useState({ amount: step, of: key });
  if (of !== key) setAmount({ amount: step, of: key });
  const shown = items.slice(0, amount);
  return {
    shown,
    hiddenCount: items.length - shown.length,
    grow: () => setAmount({ amount: amount + step, of: key }),
  };
}
