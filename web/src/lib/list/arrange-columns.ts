/** What the order of columns needs to know of each. */
interface Arranged {
  id: string;
  /** Left out until somebody asks for it. */
  isExtra?: boolean;
}

/**
 * Columns as the address asks for them: those that are shown, in their order, and the rest. The first column is the name of
 * its row: it is always shown, and first. What the address names and nobody knows is passed over.
 */
export function arrangeColumns<Column extends Arranged>(
  columns: readonly Column[],
  asked: string | undefined,
): { shown: Column[]; hidden: Column[] } {
  const [first, ...others] = columns;
  if (!first) return { shown: [], hidden: [] };
  if (asked === undefined) {
    return {
      shown: [first, ...others.filter(({ isExtra }) => !isExtra)],
      hidden: others.filter(({ isExtra }) => isExtra),
    };
  }
  const ids = [...new Set(asked.split(','))];
  const chosen = ids.flatMap((id) => others.find((column) => column.id === id) ?? []);
  return { shown: [first, ...chosen], hidden: others.filter((column) => !chosen.includes(column)) };
}

/** The address of such an order; `undefined` for the one that the list has by itself. */
export function columnsAddress(columns: readonly Arranged[], shown: readonly Arranged[]): string | undefined {
  const ids = (some: readonly Arranged[]) =>
    some
      .slice(1)
      .map(({ id }) => id)
      .join(',');
  const own = ids(columns.filter(({ isExtra }) => !isExtra));
  // Without any column beside the first there is still something to say.
  return ids(shown) === own ? undefined : ids(shown) || '-';
}

/** The same order with one column a place further to the front (-1) or to the end (1). The first stays where it is. */
export function moveColumn<Column extends Arranged>(
  shown: readonly Column[],
  id: string,
  by: -1 | 1,
): Column[] {
  const from = shown.findIndex((column) => column.id === id);
  const to = from + by;
  const [moved, other] = [shown[from], shown[to]];
  if (!moved || !other || from < 1 || to < 1) return [...shown];
  return shown.map((column, place) => {
    if (place === from) return other;
    return place === to ? moved : column;
  });
}
