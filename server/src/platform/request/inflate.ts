import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Problem } from './problem.ts';

/** What unpacking holds by itself, whatever is in it: the window of gzip, and one piece on either side. */
export const inflaterBytes = 96 * 1024;

const packed = /^(?:x-)?gzip$/i;

/** Whether a body comes packed. Refuses every way of packing but gzip. */
export const isPacked = ({ headers }: IncomingMessage): boolean => {
  const coding = headers['content-encoding'];
  if (coding === undefined || coding.toLowerCase() === 'identity') return false;
  if (packed.test(coding)) return true;
  throw new Problem('request.unsupported_media_type', {
    detail:
      'The body is packed in a way that is not taken. Send it as it is, or with `Content-Encoding: gzip`.',
    headers: { 'accept-encoding': 'gzip' },
  });
};

/** The problem of what came instead of a packed body, where an error of unpacking is one. */
export const packingProblemOf = (error: unknown): Problem | null => {
  if (error instanceof Problem) return error;
  const isOfZlib = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
  return isOfZlib
    ? new Problem('request.malformed', { detail: 'The body is not what Content-Encoding says: gzip.' })
    : null;
};

/**
 * What is in a packed body, piece by piece, as fast as it is read and no faster: of a small body that unpacks to gigabytes
 * nobody holds more than a piece. `tooLarge` is the problem of one that is longer than `bytesMax` before it is unpacked, which
 * grows by nothing. The request is left as it is, for whoever answers it.
 */
export const inflate = (source: IncomingMessage, bytesMax: number, tooLarge: () => Problem): Readable => {
  const inflated = createGunzip();
  let left = bytesMax;
  const take = (chunk: Buffer): void => {
    left -= chunk.length;
    if (left < 0) inflated.destroy(tooLarge());
    else if (!inflated.write(chunk)) source.pause();
  };
  const end = (): void => void inflated.end();
  const cut = (): void => {
    if (!source.complete) inflated.destroy();
  };
  source.on('data', take).on('end', end).on('close', cut).on('error', cut);
  inflated.on('drain', () => source.resume());
  inflated.once('close', () => {
    source.off('data', take).off('end', end).off('close', cut).off('error', cut);
    // Else what is still on its way would never be read, and the connection never end.
    source.resume();
  });
  return inflated;
};
