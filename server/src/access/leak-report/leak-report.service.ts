import type { EntityManager } from '@mikro-orm/sql';
import { z } from 'zod';
import { recordAudit } from '../../administration/audit/audit.service.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { everyone } from '../../platform/database/owner.ts';
import { type Caller, system } from '../../platform/request/principal.ts';
import { parseJson } from '../../platform/request/json.ts';
import { Problem } from '../../platform/request/problem.ts';
import { sha256 } from '../../platform/secret/secret.ts';
import { ApiKey } from '../api-key/api-key.entity.ts';
import type { KeyRing } from '../api-key/key-ring.service.ts';
import { revokeBelow } from '../api-key/key-tree.service.ts';
import { ReporterKeys } from './reporter-keys.ts';

const reportsMax = 200;

const Reports = z
  .array(
    z.object({
      token: z.string().min(1).max(512),
      type: z.string().max(200).default(''),
      url: z.string().max(10_000).nullish(),
      source: z.string().max(200).nullish(),
    }),
  )
  .max(reportsMax);

/** What is said of each token, as the format of secret scanning has it. */
export interface LeakLabel {
  token_raw: string;
  token_type: string;
  label: 'true_positive' | 'false_positive';
}

/** A report as it came. */
export interface SignedReport {
  body: Buffer;
  identifier: string | undefined;
  signature: string | undefined;
}

interface LeakReportsOptions {
  parts: Parts;
  keyRing: KeyRing;
  /** Where the keys of the reporter are; `null` closes the door. */
  keysUrl: string | null;
  action: 'revoke' | 'flag';
}

/** Takes reports of leaked keys from whoever scans for them, in the partner format of GitHub's secret scanning. */
export class LeakReports {
  readonly #options: LeakReportsOptions;
  readonly #keys: ReporterKeys | null;

  constructor(options: LeakReportsOptions) {
    const { parts, keysUrl } = options;
    this.#options = options;
    this.#keys =
      keysUrl === null ? null : new ReporterKeys({ outbound: parts.outbound, now: parts.now, url: keysUrl });
  }

  /** Whether anybody may report here. */
  get isOpen(): boolean {
    return this.#keys !== null;
  }

  /** Flags what was found, and revokes it where that is configured. Refuses what is not signed over exactly these bytes. */
  async take(report: SignedReport, caller: Pick<Caller, 'requestId' | 'peer'>): Promise<LeakLabel[]> {
    const { identifier, signature, body } = report;
    if (!identifier || !signature || !(await this.#keys?.isSigned(body, identifier, signature)))
      throw new Problem('leak_report.unsigned');
    const reports = Reports.safeParse(parseJson(body.toString('utf8')));
    if (!reports.success)
      throw new Problem('request.invalid', {
        detail: `A list of up to ${reportsMax} entries, each with its \`token\`, as the format of secret scanning has it.`,
      });
    const labels: LeakLabel[] = [];
    for (const { token, type, url, source } of reports.data) {
      const isOurs = await this.#note(token, { url: url ?? null, source: source ?? null }, caller);
      labels.push({ token_raw: token, token_type: type, label: isOurs ? 'true_positive' : 'false_positive' });
    }
    return labels;
  }

  async #note(
    token: string,
    place: { url: string | null; source: string | null },
    caller: Pick<Caller, 'requestId' | 'peer'>,
  ): Promise<boolean> {
    const { parts, keyRing, action } = this.#options;
    const em = parts.openEm(everyone);
    const found = await em.findOne(ApiKey, { secretHash: sha256(token) });
    if (!found) return false;
    await em.transactional(async (tx) =>
      noteLeak(tx, { id: found.id, ...place, action, now: parts.now(), caller: { ...system, ...caller } }),
    );
    keyRing.forget();
    return true;
  }
}

interface Leak {
  id: string;
  url: string | null;
  source: string | null;
  action: 'revoke' | 'flag';
  now: Date;
  caller: Caller;
}

/** Told twice, the first time and place stay, and nothing is noted again where nothing is to be done. */
const noteLeak = async (tx: EntityManager, { id, url, source, action, now, caller }: Leak): Promise<void> => {
  const key = await lockRow(tx, ApiKey, { id });
  if (!key) return;
  const revokes = action === 'revoke' && !key.revokedAt;
  if (key.leakedAt && !revokes) return;
  key.leakedAt ??= now;
  key.leakUrl ??= url?.slice(0, 2048) ?? null;
  const ended = revokes ? await revokeBelow(tx, caller, key, now) : [];
  if (revokes) key.revokedAt = now;
  await tx.flush();
  await recordAudit(tx, caller, {
    action: 'api_key.leak',
    targetId: id,
    consumerId: key.consumer.id,
    environment: key.environment,
    changes: {
      leakUrl: { after: key.leakUrl },
      source: { after: source },
      ...(revokes ? { status: { before: 'active', after: 'revoked' } } : {}),
      ...(ended.length > 0 ? { revokedWithIt: { after: ended.length } } : {}),
    },
    at: now,
  });
};
