import { createRequire } from 'node:module';
import type { buildConnector, Pool } from 'undici';

interface Undici {
  Pool: typeof Pool;
  buildConnector: typeof buildConnector;
}

const load: (name: string) => Undici = createRequire(import.meta.url);

/** `undici`, read when the first call goes upstream: whoever has no routes need not hold its 28 MiB. */
export const undici = (): Undici => load('undici');
