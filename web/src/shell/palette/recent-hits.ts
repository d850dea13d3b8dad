import { SearchHit } from '@parley/shared/overview/search';
import { z } from 'zod';

const Recent = SearchHit.pick({
  kind: true,
  id: true,
  title: true,
  detail: true,
  environment: true,
  consumerName: true,
  apiSlug: true,
  versionId: true,
});
/** What was opened by a search before. What state it was in then says nothing of now, and is not kept. */
export type Recent = z.infer<typeof Recent>;

const kept = 8;
const Kept = z.array(Recent).max(kept).catch([]);

// By person: who signs in after somebody else on this machine is not told what they looked at.
const placeOf = (staffId: string): string => `parley.recent.${staffId}`;

/** What this person opened by a search, the latest first, at most eight. */
export function readRecents(staffId: string): Recent[] {
  try {
    return Kept.parse(JSON.parse(localStorage.getItem(placeOf(staffId)) ?? '[]'));
  } catch {
    // A browser may forbid its storage, or somebody wrote something else there.
    return [];
  }
}

/** Remembers what was opened, once. */
export function keepRecent(staffId: string, hit: Recent): void {
  const others = readRecents(staffId).filter(({ kind, id }) => kind !== hit.kind || id !== hit.id);
  try {
    localStorage.setItem(placeOf(staffId), JSON.stringify([Recent.parse(hit), ...others].slice(0, kept)));
  } catch {
    // Without a storage, or with a full one, nothing is remembered.
  }
}
