import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { shortcutList } from './shortcuts.ts';

const source = resolve(import.meta.dirname, '../..');
const files = globSync('**/*.{ts,tsx}', { cwd: source })
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => ({ file, text: readFileSync(join(source, file), 'utf8') }));

test('every shortcut of the registry does something somewhere', () => {
  const idle = shortcutList.filter(
    ({ id }) => !files.some(({ file, text }) => !file.endsWith('shortcuts.ts') && text.includes(`'${id}'`)),
  );

  expect(idle).toEqual([]);
});

test('nothing else listens for shortcuts', () => {
  const others = files.filter(({ text }) =>
    /\b(?:useHotkeys|useWindowEvent\('key|getHotkeyHandler)\b/.test(text),
  );
  // What is open closes on Escape, which is no shortcut.
  const listening = files.filter(({ text }) => /addEventListener\(\s*'key(?:down|up|press)'/.test(text));

  expect(others.map(({ file }) => file)).toEqual([]);
  expect(listening.map(({ file }) => file).toSorted()).toEqual([
    'lib/shortcut/use-shortcut.ts',
    'shell/frame/use-drawer.ts',
    'ui/text/time-tip.tsx',
  ]);
});
