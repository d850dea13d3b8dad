// `pnpm bench <name> [database]`: prints a readable table and, as its last line, one JSON object.
import { reportContract } from './contract.ts';
import { type DatabaseName, databaseNames } from './databases.ts';
import { say } from './figures.ts';
import { reportLists } from './lists.ts';
import { reportSearch } from './search.ts';
import { reportVerify } from './verify.ts';
import { reportFairness, reportPublish, reportWorkers } from './report.ts';

type Bench = { report: (names: DatabaseName[]) => Promise<object>; usual: DatabaseName[] };

const [, , name = '', argument] = process.argv;
const benches: Record<string, Bench> = {
  publish: { report: reportPublish, usual: [...databaseNames] },
  workers: { report: reportWorkers, usual: ['postgresql'] },
  fairness: { report: reportFairness, usual: ['sqlite'] },
  search: { report: reportSearch, usual: [...databaseNames] },
  lists: { report: reportLists, usual: [...databaseNames] },
  verify: { report: reportVerify, usual: [] },
  contract: { report: async () => reportContract(argument), usual: [] },
};
const bench = benches[name];
const asked = databaseNames.filter((one) => one === argument);
if (!bench || (argument !== undefined && asked.length === 0 && name !== 'contract')) {
  process.stderr.write(
    `npx -y pnpm@12 bench takes one of: ${Object.keys(benches).join(', ')}; and then, if you like, one of: ${databaseNames.join(', ')}; contract takes a folder of documents\n`,
  );
  process.exit(1);
}
say(JSON.stringify(await bench.report(asked.length > 0 ? asked : bench.usual)));
