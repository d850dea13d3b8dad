import { useMemo, useSyncExternalStore } from 'react';
import { useSession } from '../session/session-context.ts';
import { type KeptPlaces, readPlaces } from './kept-places.ts';

const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};
// Another tab of the same person.
window.addEventListener('storage', tell);

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * The pins and the recent objects of who is signed in, and how they are changed. They are kept in this browser, by account:
 * what somebody looks at is nobody else's business, and looking at a page must not write to the database.
 */
export function usePlaces(): [KeptPlaces, (change: (kept: KeptPlaces) => KeptPlaces) => void] {
  const { staffId } = useSession();
  const key = `parley-places-${staffId}`;
  const text = useSyncExternalStore(subscribe, () => localStorage.getItem(key));
  return useMemo(
    () => [
      readPlaces(text),
      (change) => {
        localStorage.setItem(key, JSON.stringify(change(readPlaces(localStorage.getItem(key)))));
        tell();
      },
    ],
    [key, text],
  );
}
