import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { isApple } from './key-press.ts';
import { type ActiveShortcut, ShortcutListener } from './shortcut-listener.ts';
import type { ShortcutId } from './shortcuts.ts';

/** Whether this is a Mac, an iPhone or an iPad. */
export const isMac = isApple(navigator.userAgent);

const listener = new ShortcutListener(isMac);
document.addEventListener('keydown', (event) => listener.press(event));

/**
 * Says what a shortcut of the registry does while the component is there. Of two, the later one counts.
 *
 * @example
 * useShortcut('list.next', () => select(index + 1), { isOn: rows.length > 0 });
 */
export function useShortcut(id: ShortcutId, run: () => void, { isOn = true }: { isOn?: boolean } = {}): void {
  const runNow = useEffectEvent(run);
  useEffect(() => (isOn ? listener.add(id, () => runNow()) : undefined), [id, isOn]);
}

/** The shortcuts that work at this moment and what they do, for the palette and the help sheet. */
export function useActiveShortcuts(): readonly ActiveShortcut[] {
  return useSyncExternalStore(
    (told) => listener.watch(told),
    () => listener.active,
  );
}

/** Switches shortcuts of single keys on or off, as the reader wants; those with ⌘, Ctrl or Alt always work. */
export function useSingleKeys(areOn: boolean): void {
  useEffect(() => {
    listener.areSingleKeysOn = areOn;
  }, [areOn]);
}
