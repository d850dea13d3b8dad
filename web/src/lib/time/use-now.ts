import { useLayoutEffect, useSyncExternalStore } from 'react';

const tickMs = 10_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: number | undefined;

function tick() {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  if (listeners.size === 0) {
    now = Date.now();
    timer = window.setInterval(tick, tickMs);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.clearInterval(timer);
  };
}

/**
 * The time, kept to within ten seconds by one timer for the whole console. It is brought up to date when `about`, an
 * instant, lies ahead of it: what has just happened would otherwise seem to be still to come.
 */
export function useNow(about?: string | null): Date {
  useLayoutEffect(() => {
    if (about && Date.parse(about) > now && Date.now() - now > 1000) tick();
  }, [about]);
  return new Date(useSyncExternalStore(subscribe, () => now));
}
