// That the walks notice a guard which is gone. All are removed in turn by `npx -y pnpm@12 test:guards`; here one of
// each kind, and that the list has every guard there is.
import { expect, test } from 'vitest';
import { equivalents } from './testing/guards/equivalents.ts';
import { allMutants, type Mutant } from './testing/guards/mutants.ts';
import { Removal } from './testing/guards/removal.ts';

const mutants = allMutants();
const named = (part: string): Mutant => {
  const [found, ...more] = mutants.filter(({ name }) => name.includes(part));
  if (!found || more.length > 0) throw new Error(`${part} names ${found ? 'several guards' : 'no guard'}.`);
  return found;
};

test('every guard is on the list of those that are removed, and those that stand twice say why', () => {
  expect(mutants.length).toBeGreaterThan(100);
  expect(
    new Set(mutants.map(({ file, start, end, instead }) => `${file} ${start} ${end} ${instead}`)).size,
  ).toBe(mutants.length);
  for (const { part, because } of equivalents) {
    expect([part, mutants.some(({ name }) => name.includes(part))]).toEqual([part, true]);
    expect(because.length).toBeGreaterThan(20);
  }
});

test('with all guards the walk finds nothing; without the signature of tokens, or the owner of rows, it does', async () => {
  await using removal = await Removal.prepare();

  const baseline = await removal.walkGuarded('tokens');
  const unsigned = await removal.walk(named('await assertSigned(jwt, key);'));
  const ofEverybody = await removal.walk(named('platform/request/principal.ts'));

  expect(baseline).toBeNull();
  expect(unsigned).toMatchObject({ identity: expect.stringContaining('ours: ') });
  expect(ofEverybody).toMatchObject({ identity: expect.stringMatching(/stranger|the owner in test/) });
}, 400_000);
