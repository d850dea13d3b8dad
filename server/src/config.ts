import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Environment } from '@parley/shared/words/environment';
import { z } from 'zod';
import { type Cidr, parseCidr } from './platform/outbound/address.ts';
import { standardSchedule } from './platform/outbound/backoff.ts';
import { type CommandLine, commandLineOf } from './platform/process/command-line.ts';

const roleNames = ['api', 'worker', 'gateway'] as const;
type RoleName = (typeof roleNames)[number];

/** Where rows are kept. */
export type DatabaseConfig = { dialect: 'sqlite'; file: string } | { dialect: 'postgresql'; url: string };

/** What the environment variables say, checked and in the types that the code wants. */
export interface Config {
  port: number;
  host: string;
  /** Origin under which people reach Parley, without a trailing slash. */
  publicUrl: string;
  database: DatabaseConfig;
  roles: ReadonlySet<RoleName>;
  /** 32 bytes. */
  masterKey: Buffer;
  /** Where it is kept: the name of the variable, or the path of a file. */
  masterKeyFrom: string;
  /** Whether it was made just now and is written nowhere: for an installation that does not exist yet. */
  isMasterKeyNew: boolean;
  keyPrefix: string;
  outboundAllow: readonly Cidr[];
  /** CIDRs whose X-Forwarded-* headers are believed; `false` for none. */
  trustProxy: string[] | false;
  /** Origins of pages that may call the API with a key, besides the console. */
  allowedOrigins: ReadonlySet<string>;
  /** Seconds before each attempt after the one before. */
  retrySchedule: readonly number[];
  /** Hours that an endpoint may fail without a success before it is disabled. */
  disableAfterHours: number;
  /** A Redis or Valkey in which processes count calls together; `null` for the database. */
  redisUrl: string | null;
  /** Days that events are kept; an environment that is not named keeps them for ever. */
  retentionDays: ReadonlyMap<Environment, number>;
  /** The mail server; `null` for none. */
  smtpUrl: string | null;
  /** Who mail is from. */
  mailFrom: string;
  /** How the command line of this installation is called, for whoever is told to use it. */
  commandLine: CommandLine;
  logLevel: string;
}

/** A variable that cannot be used. The message is the one line that the operator reads. */
export class ConfigError extends Error {}

const list = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

const parsed = <Value>(takes: string, parse: (text: string) => Value | undefined) =>
  z.string().transform((text, context) => {
    let value: Value | undefined;
    try {
      value = parse(text.trim());
    } catch {
      value = undefined;
    }
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: takes });
    return z.NEVER;
  });

const originOf = (text: string): string | undefined => {
  const url = new URL(text);
  const isPlain = url.pathname === '/' && !url.search && !url.hash && !url.username;
  return /^https?:$/.test(url.protocol) && isPlain ? url.origin : undefined;
};

const originsOf = (text: string): Set<string> | undefined => {
  const origins = list(text).map(originOf);
  // Patterns are none: each origin is compared as a whole.
  const given = origins.filter((origin): origin is string => origin !== undefined && !origin.includes('*'));
  return given.length === origins.length && given.length <= 100 ? new Set(given) : undefined;
};

const databaseOf = (text: string): DatabaseConfig | undefined => {
  if (/^postgres(?:ql)?:\/\/./.test(text)) return { dialect: 'postgresql', url: new URL(text).href };
  const file = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(text)?.[1];
  return file ? { dialect: 'sqlite', file: resolve(file) } : undefined;
};

const rolesOf = (text: string): Set<RoleName> | undefined => {
  const named = list(text);
  const roles = roleNames.filter((role) => named.includes(role));
  return named.length > 0 && roles.length === new Set(named).size ? new Set(roles) : undefined;
};

const keyOf = (text: string): Buffer | undefined => {
  const bytes = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  return bytes.length === 32 ? bytes : undefined;
};

const scheduleOf = (text: string): number[] | undefined => {
  const seconds = list(text).map(Number);
  const isUsable = seconds.every((one) => Number.isFinite(one) && one >= 0 && one <= 30 * 86_400);
  return seconds.length > 0 && seconds.length <= 50 && isUsable ? seconds : undefined;
};

const integerBetween = (min: number, max: number) => (text: string) => {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
};

const retentionOf = (text: string): Map<Environment, number> | undefined => {
  const pairs = list(text).map((pair) => /^(live|test):(\d{1,5})$/.exec(pair));
  const days = new Map<Environment, number>();
  for (const pair of pairs) {
    const environment = Environment.safeParse(pair?.[1]);
    const count = Number(pair?.[2]);
    if (!environment.success || count < 1) return undefined;
    days.set(environment.data, count);
  }
  return days.size === pairs.length && days.size > 0 ? days : undefined;
};

const redisUrlOf = (text: string): string | undefined => {
  const url = new URL(text);
  const isPlain = /^rediss?:$/.test(url.protocol) && url.hostname !== '' && /^\/?\d{0,5}$/.test(url.pathname);
  return isPlain && !url.search && !url.hash ? url.href : undefined;
};

const matching = (pattern: RegExp) => (text: string) => (pattern.test(text) ? text : undefined);

const variables = {
  PARLEY_PORT: parsed('a port number, 1 to 65535', integerBetween(1, 65_535)),
  PARLEY_HOST: parsed('an address or host name to listen on, such as 127.0.0.1', matching(/^[\w.:-]+$/)),
  PARLEY_PUBLIC_URL: parsed('an origin without a path, such as https://parley.example', originOf),
  PARLEY_DATABASE_URL: parsed(
    'sqlite:./data/parley.db or postgres://user:password@host/database',
    databaseOf,
  ),
  PARLEY_ROLES: parsed(`a comma list of ${roleNames.join(', ')}`, rolesOf),
  PARLEY_MASTER_KEY: parsed('32 bytes, as 64 hexadecimal digits or in base64', keyOf),
  PARLEY_KEY_PREFIX: parsed(
    'a lower-case letter and up to 15 letters or digits',
    matching(/^[a-z][a-z0-9]{0,15}$/),
  ),
  PARLEY_OUTBOUND_ALLOW: parsed('a comma list of CIDR ranges, such as 10.0.0.0/8,fd00::/8', (text) =>
    list(text).map(parseCidr),
  ),
  PARLEY_TRUST_PROXY: parsed('a comma list of CIDR ranges, such as 10.0.0.0/8', (text) => {
    const ranges = list(text);
    ranges.forEach(parseCidr);
    return ranges;
  }),
  PARLEY_ALLOWED_ORIGINS: parsed(
    'a comma list of origins without a path, such as https://app.example,https://admin.example',
    originsOf,
  ),
  PARLEY_RETRY_SCHEDULE: parsed('a comma list of seconds before each attempt, such as 0,5,300', scheduleOf),
  PARLEY_DISABLE_AFTER: parsed('hours, 1 to 8760', integerBetween(1, 8760)),
  PARLEY_RETENTION: parsed('days by environment, such as live:90,test:14', retentionOf),
  PARLEY_SMTP_URL: parsed(
    'smtp://user:password@host:port or smtps://…',
    matching(/^smtps?:\/\/(?:[^\s@/]+@)?[\w.:[\]-]+\/?$/),
  ),
  PARLEY_REDIS_URL: parsed('redis://user:password@host:port/0 or rediss://…', redisUrlOf),
  PARLEY_MAIL_FROM: parsed('an e-mail address', matching(/^[^\s@<>,;]+@[^\s@<>,;]+$/)),
  PARLEY_COMMAND: parsed(
    'what is written before a command, such as docker exec -it CONTAINER parley',
    matching(/^[\x20-\x7e]{1,200}$/),
  ),
  PARLEY_LOG_LEVEL: parsed(
    'one of trace, debug, info, warn, error, fatal, silent',
    matching(/^(?:trace|debug|info|warn|error|fatal|silent)$/),
  ),
};
const isVariable = (name: string): boolean => name in variables;

/** What commands take that work without this installation: `parley contract check` and `parley receive`. */
const variablesOfCommands: readonly string[] = ['PARLEY_URL', 'PARLEY_API_KEY', 'PARLEY_WEBHOOK_SECRET'];

const secretVariables: readonly string[] = [
  'PARLEY_MASTER_KEY',
  'PARLEY_DATABASE_URL',
  'PARLEY_SMTP_URL',
  'PARLEY_REDIS_URL',
];

const assertKnown = (environment: NodeJS.ProcessEnv): void => {
  for (const name of Object.keys(environment))
    if (name.startsWith('PARLEY_') && !isVariable(name) && !variablesOfCommands.includes(name))
      throw new ConfigError(
        `${name} is not a variable of Parley. Known are ${Object.keys(variables).join(', ')}.`,
      );
};

const readKeyFile = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(
      `The master key cannot be read: ${reason}. Give the file to the user that runs Parley.`,
    );
  }
};

/** The key that is kept in this file, or a new one that is written nowhere yet. */
const masterKeyOf = (file: string): Pick<Config, 'masterKey' | 'masterKeyFrom' | 'isMasterKeyNew'> => {
  const text = readKeyFile(file);
  if (text === null) return { masterKey: randomBytes(32), masterKeyFrom: file, isMasterKeyNew: true };
  const masterKey = keyOf(text.trim());
  if (!masterKey)
    throw new ConfigError(
      `${file} does not hold a master key: it takes 32 bytes in base64. Put back the one that was kept with the database.`,
    );
  return { masterKey, masterKeyFrom: file, isMasterKeyNew: false };
};

const Variables = z.object(variables).partial();

const readVariables = (environment: NodeJS.ProcessEnv): z.output<typeof Variables> => {
  const given = Object.entries(environment).filter(([name, text]) => isVariable(name) && text);
  const result = Variables.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const name = String(issue?.path[0]);
  const shown = secretVariables.includes(name) ? '(hidden)' : JSON.stringify(environment[name]);
  throw new ConfigError(`${name} is ${shown}, but takes ${issue?.message}.`);
};

/**
 * Reads the configuration, and writes nothing. Every variable is optional. Throws {@link ConfigError} with one line that names the variable,
 * its value and what it takes; the values of secrets are not repeated.
 */
export const readConfig = (environment: NodeJS.ProcessEnv): Config => {
  assertKnown(environment);
  const given = readVariables(environment);
  const port = given.PARLEY_PORT ?? 4100;
  const host = given.PARLEY_HOST ?? '127.0.0.1';
  const database = given.PARLEY_DATABASE_URL ?? { dialect: 'sqlite', file: resolve('data/parley.db') };
  const dataFolder = database.dialect === 'sqlite' ? dirname(database.file) : resolve('data');
  const trustProxy = given.PARLEY_TRUST_PROXY ?? [];
  return {
    port,
    host,
    publicUrl: given.PARLEY_PUBLIC_URL ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    database,
    roles: given.PARLEY_ROLES ?? new Set(roleNames),
    ...(given.PARLEY_MASTER_KEY
      ? {
          masterKey: given.PARLEY_MASTER_KEY,
          masterKeyFrom: 'PARLEY_MASTER_KEY',
          isMasterKeyNew: false,
        }
      : masterKeyOf(resolve(dataFolder, 'master.key'))),
    keyPrefix: given.PARLEY_KEY_PREFIX ?? 'parley',
    outboundAllow: given.PARLEY_OUTBOUND_ALLOW ?? [],
    trustProxy: trustProxy.length > 0 ? trustProxy : false,
    allowedOrigins: given.PARLEY_ALLOWED_ORIGINS ?? new Set(),
    retrySchedule: given.PARLEY_RETRY_SCHEDULE ?? standardSchedule,
    disableAfterHours: given.PARLEY_DISABLE_AFTER ?? 120,
    retentionDays: given.PARLEY_RETENTION ?? new Map(),
    redisUrl: given.PARLEY_REDIS_URL ?? null,
    smtpUrl: given.PARLEY_SMTP_URL ?? null,
    mailFrom: given.PARLEY_MAIL_FROM ?? 'parley@localhost',
    commandLine: commandLineOf(environment),
    logLevel: given.PARLEY_LOG_LEVEL ?? 'info',
  };
};
