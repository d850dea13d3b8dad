import { randomUUID } from 'node:crypto';
import { dayMs } from '@parley/shared/words/time';
import ipaddr from 'ipaddr.js';
import type { Parts } from '../../platform/process/parts.ts';
import type { Visit } from '../../platform/request/visit.ts';
import { sha256 } from '../../platform/secret/secret.ts';
import type { Allowance } from './sign-in-throttle.service.ts';

/** Tries that are free: few at an account, more for an address, and far more for one that many people share. */
const free = { account: 5, device: 5, peer: 20, proxy: 200 };

const shared = new Set(['private', 'loopback', 'linkLocal', 'uniqueLocal', 'carrierGradeNat']);

/** Whom an address stands for: IPv6 is given out by /64, and IPv4 within IPv6 is IPv4. */
export const networkOf = (peer: string): string => {
  if (!ipaddr.isValid(peer)) return peer.slice(0, 64);
  const address = ipaddr.process(peer);
  if (address.kind() === 'ipv4') return address.toString();
  const half = address.toNormalizedString().split(':').slice(0, 4);
  return `${half.join(':')}::/64`;
};

/**
 * What the address of a caller may try. Behind a proxy that is not named everybody has one address: what one of them
 * does must not lock out the others. An address inside is such a proxy or one of us; one outside may only say that it is one.
 */
export const peersOf = (peer: string | null, { isForwarded }: Visit): Allowance[] => {
  if (peer === null) return [];
  const network = networkOf(peer);
  if (!isForwarded) return [{ id: `peer:${network}`, free: free.peer }];
  const isInside = ipaddr.isValid(peer) && shared.has(ipaddr.process(peer).range());
  return isInside ? [] : [{ id: `proxy:${network}`, free: free.proxy }];
};

const deviceDays = 180;
const purpose = 'sign-in device';

interface Device {
  id: string;
  /** SHA-256 of the address that signed in. */
  account: string;
}

const isDevice = (value: unknown): value is Device =>
  typeof value === 'object' && value !== null && 'id' in value && 'account' in value;

const cookieNameOf = ({ publicUrl }: Parts): string =>
  publicUrl.startsWith('https:') ? '__Host-parley_device' : 'parley_device';

const deviceOf = (parts: Parts, cookies: string | undefined): Device | null => {
  const start = `${cookieNameOf(parts)}=`;
  const sealed = cookies
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(start))
    ?.slice(start.length);
  if (!sealed) return null;
  try {
    const device: unknown = JSON.parse(parts.box.open(sealed, purpose));
    return isDevice(device) ? device : null;
  } catch {
    // Made up, or sealed under another master key: a browser like any other.
    return null;
  }
};

/**
 * The cookie by which a browser that signed in is known again, for 180 days. It opens nothing. Whoever has it tries on its
 * own account: strangers who guess at the address use up what strangers may try and cannot keep its owner out.
 */
export const deviceCookie = (parts: Parts, email: string): string => {
  const device: Device = { id: randomUUID(), account: sha256(email) };
  const isSecure = parts.publicUrl.startsWith('https:');
  return [
    `${cookieNameOf(parts)}=${parts.box.seal(JSON.stringify(device), purpose)}`,
    'HttpOnly',
    `Max-Age=${(deviceDays * dayMs) / 1000}`,
    'Path=/',
    'SameSite=Lax',
    ...(isSecure ? ['Secure'] : []),
  ].join('; ');
};

/** What a sign-in is a try at, and what else it uses up. The same for an address without an account. */
export const allowancesOf = (
  parts: Parts,
  email: string,
  visitor: { peer: string | null; visit: Visit },
): { target: Allowance; others: Allowance[] } => {
  const account = sha256(email);
  const device = deviceOf(parts, visitor.visit.cookies);
  if (device?.account === account)
    return { target: { id: `device:${device.id}`, free: free.device }, others: [] };
  return {
    target: { id: `account:${account}`, free: free.account },
    others: peersOf(visitor.peer, visitor.visit),
  };
};

/** What trying the current password of a person uses up, by whoever holds a session of theirs. */
export const allowanceOfChange = (staffId: string): Allowance => ({
  id: `password:${staffId}`,
  free: free.account,
});

/** What trying codes of a person uses up, by whoever has the password or a session of theirs. */
export const allowanceOfCodes = (staffId: string): Allowance => ({
  id: `code:${staffId}`,
  free: free.account,
});
