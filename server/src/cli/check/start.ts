// What `./parley contract check` begins with where the check was built: `server/dist/check/start.js`. It takes what was built
// when that was from the sources that are there, else these.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { builtFolder, isCurrent } from './built.ts';

if (isCurrent()) {
  enableCompileCache(fileURLToPath(new URL('compiled', builtFolder)));
  await import('./command.ts');
} else await import(new URL('../../src/cli/parley.ts', builtFolder).href);
