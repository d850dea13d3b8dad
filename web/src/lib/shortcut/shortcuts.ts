/** Where a shortcut works; the help sheet lists them by it. */
export type ShortcutScope = 'everywhere' | 'go' | 'list' | 'object';

/** A shortcut as it is declared: what it does, in words, and what is pressed. */
export interface Shortcut {
  /** What it does, as a command: the help sheet, the tooltip and the palette say it so. */
  label: string;
  /**
   * Each is enough. A chord is joined by `+`, what is pressed one after the other stands apart: `mod+k`, `?`, `g h`. `mod` is
   * ⌘ on a Mac and Ctrl elsewhere.
   */
  keys: readonly [string, ...string[]];
  scope: ShortcutScope;
}

/**
 * Every shortcut of the console, declared here and nowhere else. The listener, tooltips, the palette and the help sheet read
 * it. `useShortcut` says on which page one works, and what it does there.
 */
export const shortcuts = {
  'palette.open': { label: 'Search and commands', keys: ['mod+k', '/'], scope: 'everywhere' },
  'help.open': { label: 'Show the shortcuts', keys: ['?'], scope: 'everywhere' },
  'navigation.fold': { label: 'Fold or unfold the navigation', keys: ['['], scope: 'everywhere' },
  'page.pin': { label: 'Pin this page, or unpin it', keys: ['p'], scope: 'everywhere' },
  'go.home': { label: 'Go to home', keys: ['g h'], scope: 'go' },
  'go.consumers': { label: 'Go to consumers', keys: ['g c'], scope: 'go' },
  'go.api-keys': { label: 'Go to API keys', keys: ['g k'], scope: 'go' },
  'go.apis': { label: 'Go to APIs', keys: ['g a'], scope: 'go' },
  'go.events': { label: 'Go to events', keys: ['g e'], scope: 'go' },
  'go.deliveries': { label: 'Go to deliveries', keys: ['g d'], scope: 'go' },
  'go.endpoints': { label: 'Go to endpoints', keys: ['g n'], scope: 'go' },
  'go.event-types': { label: 'Go to event types', keys: ['g t'], scope: 'go' },
  'go.recoveries': { label: 'Go to recoveries', keys: ['g r'], scope: 'go' },
  'go.audit': { label: 'Go to the audit trail', keys: ['g u'], scope: 'go' },
  'go.account': { label: 'Go to my account', keys: ['g m'], scope: 'go' },
} as const satisfies Record<string, Shortcut>;

/** The name of a shortcut in the registry. */
export type ShortcutId = keyof typeof shortcuts;

const isShortcutId = (id: string): id is ShortcutId => Object.hasOwn(shortcuts, id);

/** The registry, one after the other as the help sheet shows them. */
export const shortcutList: readonly (Shortcut & { id: ShortcutId })[] = Object.keys(shortcuts)
  .filter(isShortcutId)
  .map((id) => ({ ...shortcuts[id], id }));
