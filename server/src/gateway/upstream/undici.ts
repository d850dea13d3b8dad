import { createRequire } from 'node:module';

type Undici = typeof import('undici');

const load: (name: string) => Undici = createRequire(import.meta.url);

/** `undici`, read when the first call goes upstream: whoever has no routes need not hold its 28 MiB. */
export const undici = (): Undici => load('undici');
