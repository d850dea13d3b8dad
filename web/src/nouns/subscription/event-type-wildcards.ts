/** The wildcards that cover more than one of these event types, shortest first: `invoice.*`. */
export function wildcardsOf(names: readonly string[]): string[] {
  const covered = new Map<string, number>();
  for (const name of names) {
    const words = name.split('.');
    for (let length = 1; length < words.length; length += 1) {
      const wildcard = `${words.slice(0, length).join('.')}.*`;
      covered.set(wildcard, (covered.get(wildcard) ?? 0) + 1);
    }
  }
  return [...covered]
    .filter(([, amount]) => amount > 1)
    .map(([wildcard]) => wildcard)
    .toSorted((a, b) => a.length - b.length || a.localeCompare(b));
}
