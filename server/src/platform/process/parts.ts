import type { EntityManager } from '@mikro-orm/sql';
import type { Environment } from '@parley/shared/words/environment';
import type { CommandLine } from './command-line.ts';
import type { Log } from './log.ts';
import type { Mailer } from '../outbound/mail.ts';
import type { Outbound } from '../outbound/outbound-fetch.ts';
import type { Owner } from '../database/owner.ts';
import type { SecretBox } from '../secret/secret.ts';
import type { Store } from '../database/store.ts';

/** The parts of the process that services work with; made once at the start. */
export interface Parts {
  store: Store;
  /** A fresh entity manager that sees only the rows of this owner. */
  openEm: (owner: Owner) => EntityManager;
  box: SecretBox;
  outbound: Outbound;
  /** Sends mail where a server is configured. */
  mailer: Mailer;
  log: Log;
  /** The clock. Tests bring their own. */
  now: () => Date;
  publicUrl: string;
  keyPrefix: string;
  commandLine: CommandLine;
  /** Seconds before each attempt after the one before. */
  retrySchedule: readonly number[];
  /** How long an endpoint may fail without a success before it is disabled, in milliseconds. */
  disableAfterMs: number;
  /** Days that events are kept, by environment; what is not named is kept for ever. */
  retentionDays: ReadonlyMap<Environment, number>;
  /** Days that entries of the audit trail are kept; `null` for ever. */
  auditRetentionDays: number | null;
}
