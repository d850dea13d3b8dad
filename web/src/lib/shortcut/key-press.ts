/** The part of a keyboard event that decides. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Whether ⌘ is what others have Ctrl for. */
export const isApple = (agent: string): boolean => /Mac|iPhone|iPad/.test(agent);

/** The strokes of a shortcut, one after the other: `g h` has two. */
export const strokesOf = (keys: string): string[] => keys.split(' ');

/** Whether it is pressed without ⌘, Ctrl or Alt: people who dictate, or who rest on a key, set it off by mistake (WCAG 2.1.4). */
export const isSingleKey = (keys: string): boolean => !/(?:^| )(?:mod|alt)\+/.test(keys);

const latin = /^[\x20-\x7e]$/;

// On a keyboard of another script the place of the key counts.
const letterOf = ({ key, code }: KeyPress): string => {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  return letter && !latin.test(key) ? letter.toLowerCase() : key.toLowerCase();
};

/** Whether this press is the stroke. A sign such as `?` is told by what it writes, however many keys that takes. */
export function isStroke(stroke: string, press: KeyPress, isMac: boolean): boolean {
  const parts = stroke.split('+');
  const wanted = parts.at(-1) ?? '';
  const isMod = isMac ? press.metaKey : press.ctrlKey;
  const isOther = isMac ? press.ctrlKey : press.metaKey;
  if (isMod !== parts.includes('mod') || isOther) return false;
  // A sign may need Alt or Shift on this keyboard.
  const isSign = /^[^a-z0-9]$/.test(wanted);
  if (!isSign && press.altKey !== parts.includes('alt')) return false;
  if (!isSign && press.shiftKey !== parts.includes('shift')) return false;
  return letterOf(press) === wanted;
}

const names: Record<string, readonly [apple: string, other: string]> = {
  mod: ['⌘', 'Ctrl'],
  alt: ['⌥', 'Alt'],
  shift: ['⇧', 'Shift'],
  enter: ['↵', 'Enter'],
  arrowup: ['↑', '↑'],
  arrowdown: ['↓', '↓'],
};

/** Each stroke as it is written on keys: `[['⌘', 'K']]`, `[['G'], ['H']]`. */
export function keyCaps(keys: string, isMac: boolean): string[][] {
  return strokesOf(keys).map((stroke) =>
    stroke.split('+').map((part) => names[part]?.[isMac ? 0 : 1] ?? part.toUpperCase()),
  );
}

/** A shortcut in words: “⌘K”, “Ctrl K”, “G then H”. */
export function keyWords(keys: string, isMac: boolean): string {
  return keyCaps(keys, isMac)
    .map((caps) => caps.join(isMac ? '' : ' '))
    .join(' then ');
}
