import pino from 'pino';

/** A structured logger: one JSON line a record on standard output. */
export type Log = pino.Logger;

/** Secrets are never handed to the logger; the paths below are a second net for request headers. */
export const createLog = (level: string): Log =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['req.headers.authorization', 'req.headers.cookie'], censor: '[hidden]' },
  });
