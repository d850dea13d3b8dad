import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const source = resolve(import.meta.dirname, '../..');

// How JavaScript writes a date for people, or takes it apart by the zone of the machine.
const byItself =
  /DateTimeFormat|RelativeTimeFormat|toLocale(?:Date|Time)?String|\.get(?:Hours|Minutes|Day|Date|Month|FullYear|TimezoneOffset)\(|toDateString/;

test('no other place of the console writes times by itself', () => {
  const found = globSync('**/*.{ts,tsx}', { cwd: source })
    .filter((file) => !file.endsWith('.test.ts'))
    .filter((file) => byItself.test(readFileSync(join(source, file), 'utf8')));

  expect(found).toEqual(['lib/time/time-format.ts']);
});
