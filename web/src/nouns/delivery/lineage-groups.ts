import type { LineageEntry } from '@parley/shared/webhooks/lineage';

/** What happened to one delivery, or, without one, to the event itself. */
export interface LineageGroup {
  deliveryId: string | null;
  endpointId: string | null;
  endpointUrl: string | null;
  entries: LineageEntry[];
}

/** The entries of each delivery together, in the order in which the deliveries began; what is of none comes first. */
export function groupsOf(entries: readonly LineageEntry[]): LineageGroup[] {
  const groups = new Map<string | null, LineageGroup>();
  for (const entry of entries) {
    const { deliveryId, endpointId, endpointUrl } = entry;
    const group = groups.get(deliveryId) ?? { deliveryId, endpointId, endpointUrl, entries: [] };
    group.entries.push(entry);
    groups.set(deliveryId, group);
  }
  return [...groups.values()].toSorted(
    (a, b) => Number(a.deliveryId !== null) - Number(b.deliveryId !== null),
  );
}
