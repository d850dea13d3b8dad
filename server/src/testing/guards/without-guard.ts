// Loaded before a program (`node --import`): one file of the server comes without one of its guards. The file itself stays as it is.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Mutant, withMutant } from './mutants.ts';

const mutant: Mutant = JSON.parse(process.env.WITHOUT_GUARD ?? 'null');
const path = join(import.meta.dirname, '../..', mutant.file);
const url = pathToFileURL(path).href;

registerHooks({
  load: (asked, context, next) => {
    const loaded = next(asked, context);
    if (asked !== url) return loaded;
    return { ...loaded, source: withMutant(readFileSync(path, 'utf8'), mutant) };
  },
});
