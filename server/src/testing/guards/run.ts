// Removes each guard in turn and walks: `npx -y pnpm@12 test:guards [words of the name]`. Ends with 1 when a walk found
// nothing although a guard was gone.
import { equivalents } from './equivalents.ts';
import { allMutants, type Mutant } from './mutants.ts';
import { Removal } from './removal.ts';

const atOnce = Number(process.env.WALKS_AT_ONCE ?? 2);
const words = process.argv[2] ?? '';
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const left = allMutants().filter(({ name }) => name.includes(words));
const unnoticed: string[] = [];
let noticed = 0;

await using removal = await Removal.prepare();
for (const stage of ['tokens', 'rows'] as const) {
  const baseline = await removal.walkGuarded(stage);
  if (baseline) throw new Error(`With all guards the walk found ${JSON.stringify(baseline)}.`);
}
say('with all guards: 0 leaks');

const judge = async (mutant: Mutant): Promise<void> => {
  const leak = await removal.walk(mutant);
  const reason = equivalents.find(({ part }) => mutant.name.includes(part))?.because;
  if (leak) noticed += 1;
  else if (reason === undefined) unnoticed.push(mutant.name);
  say(`${leak ? 'noticed  ' : reason === undefined ? 'UNNOTICED' : 'twofold  '} ${mutant.name}`);
  if (leak)
    say(`            ${leak.identity}, ${leak.procedure} over ${leak.door}: ${JSON.stringify(leak.got)}`);
};

const work = async (): Promise<void> => {
  for (let next = left.shift(); next; next = left.shift()) await judge(next);
};
const count = left.length;
await Promise.all(Array.from({ length: atOnce }, work));
say(
  `${count} guards removed in turn: ${noticed} noticed, ${count - noticed - unnoticed.length} stand twice, ${unnoticed.length} unnoticed`,
);
process.exitCode = unnoticed.length > 0 ? 1 : 0;
