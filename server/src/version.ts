import { readFileSync } from 'node:fs';

const file = new URL('../../package.json', import.meta.url);

const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));

/** The version of this Parley and of its REST API, as package.json says it. */
export const version =
  typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '';
