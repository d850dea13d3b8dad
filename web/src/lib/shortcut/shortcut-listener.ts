import { isSingleKey, isStroke, type KeyPress, strokesOf } from './key-press.ts';
import { type Shortcut, type ShortcutId, shortcuts } from './shortcuts.ts';

/** What a shortcut does now, on the page that is shown. */
export interface ActiveShortcut extends Shortcut {
  id: ShortcutId;
  run: () => void;
}

/** After this the first stroke of two is forgotten. */
const patienceMs = 1200;

/** Where a key writes, chooses or belongs to something that is open. */
const ownKeys =
  'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"], [role="listbox"], [role="combobox"]';

const takesKeys = (target: EventTarget | null): boolean =>
  document.querySelector('[aria-modal="true"]') !== null ||
  (target instanceof Element && target.closest(ownKeys) !== null);

/** The one listener of the console: it knows which shortcuts work at this moment and what they do. */
export class ShortcutListener {
  readonly #isMac: boolean;
  readonly #active = new Map<ShortcutId, ActiveShortcut[]>();
  readonly #watchers = new Set<() => void>();
  #snapshot: readonly ActiveShortcut[] = [];
  #pressed: KeyPress[] = [];
  #pressedAt = 0;
  /** Whether shortcuts of single keys work; the reader may have switched them off. */
  areSingleKeysOn = true;

  constructor(isMac: boolean) {
    this.#isMac = isMac;
  }

  /** From now on the shortcut does this; until the answer is called, or somebody who came later says what it does. */
  add(id: ShortcutId, run: () => void): () => void {
    const one: ActiveShortcut = { ...shortcuts[id], id, run };
    this.#active.set(id, [...(this.#active.get(id) ?? []), one]);
    this.#tell();
    return () => {
      const left = (this.#active.get(id) ?? []).filter((other) => other !== one);
      if (left.length > 0) this.#active.set(id, left);
      else this.#active.delete(id);
      this.#tell();
    };
  }

  /** What works now; the same array until that changes. */
  get active(): readonly ActiveShortcut[] {
    return this.#snapshot;
  }

  /** Is told when other shortcuts work than before. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Does what the press asks for, and keeps the browser from doing what it would. */
  press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.repeat || event.isComposing) return;
    if (['Shift', 'Control', 'Meta', 'Alt'].includes(event.key)) return;
    if (event.timeStamp - this.#pressedAt > patienceMs) this.#pressed = [];
    this.#pressedAt = event.timeStamp;
    const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event;
    this.#pressed = [...this.#pressed, { key, code, ctrlKey, metaKey, altKey, shiftKey }].slice(-2);
    const isFree = this.areSingleKeysOn && !takesKeys(event.target);
    const found = this.#snapshot.find(({ keys }) =>
      keys.some((one) => (isFree || !isSingleKey(one)) && this.#isPressed(one)),
    );
    if (!found) return;
    this.#pressed = [];
    event.preventDefault();
    found.run();
  }

  #isPressed(keys: string): boolean {
    const strokes = strokesOf(keys);
    const last = this.#pressed.slice(-strokes.length);
    return (
      last.length === strokes.length &&
      last.every((press, index) => isStroke(strokes[index] ?? '', press, this.#isMac))
    );
  }

  #tell(): void {
    this.#snapshot = [...this.#active.values()].flatMap((stack) => stack.at(-1) ?? []);
    for (const watcher of this.#watchers) watcher();
  }
}
