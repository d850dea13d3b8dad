import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Below this an answer is one packet either way. */
const bytesMin = 1024;
const isText = /\.(?:js|css|svg|json|txt)$/;

const write = async (path: string): Promise<void> => {
  const plain = await readFile(path);
  if (plain.length < bytesMin) return;
  const [br, gz] = await Promise.all([
    brotli(plain, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
      },
    }),
    zip(plain, { level: constants.Z_BEST_COMPRESSION }),
  ]);
  await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)]);
};

/**
 * Writes each text of the build once more as brotli and as gzip, as small as they get: nobody waits for it, and the server
 * sends the files as they are.
 */
export const precompress = (): Plugin => ({
  name: 'precompress',
  apply: 'build',
  writeBundle: {
    sequential: true,
    order: 'post',
    async handler({ dir }) {
      if (dir === undefined) throw new Error('The build has no folder.');
      const files = await readdir(dir, { recursive: true });
      await Promise.all(
        files.filter((file) => isText.test(file)).map(async (file) => write(join(dir, file))),
      );
    },
  },
});
