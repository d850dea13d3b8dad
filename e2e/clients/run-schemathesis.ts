// `pnpm test:schemathesis [--examples 10]`: what Schemathesis finds in a running Parley. Prints each fault and how often it
// was wrong about us, by name, and as its last line one JSON object.
import { parseArgs } from 'node:util';
import { startParley } from '../support/parley.ts';
import { falseAlarms } from './false-alarms.ts';
import { checkWithSchemathesis } from './schemathesis.ts';
import { Missing } from './tools.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({ options: { examples: { type: 'string', default: '10' } } });

await using parley = await startParley();
try {
  const found = await checkWithSchemathesis(parley, { examples: Number(values.examples) });
  for (const fault of found.faults) say(`FAULT ${fault}`);
  for (const { name, reason } of falseAlarms)
    if (found.falseAlarms[name]) say(`${found.falseAlarms[name]} × ${name}: ${reason}`);
  say(JSON.stringify({ test: 'schemathesis', ...found, faults: found.faults.length }));
  process.exitCode = found.faults.length === 0 && found.cases > 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof Missing)) throw error;
  say(`Not run: Schemathesis, because ${error.message}.`);
}
