import { createHmac, randomInt } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/sql';
import type { Parts } from '../../platform/process/parts.ts';
import type { Staff } from '../staff/staff.entity.ts';
import { RecoveryCode } from './recovery-code.entity.ts';

// Crockford's letters: none is taken for another.
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codesAtOnce = 10;
const groups = 4;

const newCode = (): string =>
  Array.from({ length: groups }, () =>
    Array.from({ length: 4 }, () => letters.charAt(randomInt(letters.length))).join(''),
  ).join('-');

const meant = (code: string): string =>
  code
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');

const hashOf = ({ box }: Pick<Parts, 'box'>, staffId: string, code: string): string =>
  createHmac('sha256', box.deriveKey('recovery codes'))
    .update(`${staffId} ${meant(code)}`)
    .digest('hex');

/** Ten new codes of 80 bits in place of those that were there; the only time that they can be read. */
export const replaceRecoveryCodes = async (
  tx: EntityManager,
  parts: Pick<Parts, 'box' | 'now'>,
  staff: Staff,
): Promise<string[]> => {
  await tx.nativeDelete(RecoveryCode, { staff: staff.id });
  const codes = Array.from({ length: codesAtOnce }, newCode);
  for (const code of codes)
    tx.create(RecoveryCode, { id: hashOf(parts, staff.id, code), staff, createdAt: parts.now() });
  await tx.flush();
  return codes;
};

/** Uses a code, once. Whether it was one that was left. */
export const takeRecoveryCode = async (
  tx: EntityManager,
  parts: Pick<Parts, 'box' | 'now'>,
  staffId: string,
  code: string,
): Promise<boolean> =>
  (await tx.nativeUpdate(
    RecoveryCode,
    { id: hashOf(parts, staffId, code), staff: staffId, usedAt: null },
    { usedAt: parts.now() },
  )) === 1;

/** How many codes a person has left. */
export const countRecoveryCodes = async (em: EntityManager, staffId: string): Promise<number> =>
  em.count(RecoveryCode, { staff: staffId, usedAt: null });
