import { scopes } from '@parley/shared/scope';
import { InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { type Config, readConfig } from '../config.ts';
import { openInstallation, type Purpose } from '../start.ts';
import { createParts } from '../hub.ts';
import { createLog } from '../platform/process/log.ts';
import type { Parts } from '../platform/process/parts.ts';
import type { Caller } from '../platform/request/principal.ts';

/** Who acts on the command line: whoever can run this already holds the database and the master key. */
export const caller: Caller = {
  principal: { kind: 'command_line', name: process.env.USER ?? 'command line', scopes: new Set(scopes) },
  requestId: null,
  peer: null,
};

/** What every command takes. */
export interface Output {
  json?: boolean;
}

/** What a command found: the object for `--json`, and the sentence for people. */
export interface Answer {
  object: unknown;
  sentence: string;
  isFailure?: boolean;
}

/** Opens the database for this purpose, does the work, and closes it. */
export const withInstallation = async <Result>(
  purpose: Purpose,
  work: (parts: Parts, config: Config) => Promise<Result>,
): Promise<Result> => {
  const config = readConfig(process.env);
  const { database, close } = await openInstallation(config, purpose);
  try {
    const parts = createParts(config, database, createLog('warn'));
    const result = await work(parts, config);
    await parts.outbound.close();
    return result;
  } finally {
    await close();
  }
};

/**
 * Opens the database, does the work and prints its answer. A failure that the answer tells ends the process with 1. A
 * database that is not up to date is refused, unless the command is there to migrate it.
 */
export const withParley = async (
  output: Output,
  work: (parts: Parts, config: Config) => Promise<Answer>,
  purpose: Purpose = 'use',
): Promise<void> =>
  withInstallation(purpose, async (parts, config) => {
    const answer = await work(parts, config);
    process.stdout.write(`${output.json ? JSON.stringify(answer.object) : answer.sentence}\n`);
    if (answer.isFailure) process.exitCode = 1;
  });

/** Reads an argument by its schema; what does not fit is refused with the words of the schema. */
export const parsedBy =
  <Value>(schema: z.ZodType<Value>) =>
  (argument: string): Value => {
    const result = schema.safeParse(argument);
    if (result.success) return result.data;
    throw new InvalidArgumentError(result.error.issues[0]?.message ?? 'not valid');
  };

/** The name of something. */
export const nameText = z.string().trim().min(1).max(100);

/** `--json`. */
export const json = () => new Option('--json', 'print one JSON object');
