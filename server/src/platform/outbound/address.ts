import ipaddr from 'ipaddr.js';

/** A range of addresses that may be called although it is not public. */
export type Cidr = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Reads `10.0.0.0/8`, `::1/128` or a single address; throws on anything else. */
export const parseCidr = (text: string): Cidr =>
  text.includes('/')
    ? ipaddr.parseCIDR(text)
    : [ipaddr.parse(text), ipaddr.parse(text).kind() === 'ipv4' ? 32 : 128];

const isWithin = (address: ipaddr.IPv4 | ipaddr.IPv6, range: Cidr): boolean =>
  address.kind() === range[0].kind() && address.match(range);

// IANA special-purpose registries name these; ipaddr.js calls some of them plain unicast.
const refusedV4 = [
  '168.63.129.16/32',
  '192.0.0.0/24',
  '192.88.99.0/24',
  '192.175.48.0/24',
  '192.31.196.0/24',
].map(parseCidr);
const publicV6 = parseCidr('2000::/3');
const refusedV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'].map(
  parseCidr,
);

const isPublic = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  address.kind() === 'ipv4'
    ? address.range() === 'unicast' && !refusedV4.some((range) => isWithin(address, range))
    : isWithin(address, publicV6) && !refusedV6.some((range) => isWithin(address, range));

/**
 * Whether an outbound call may go to this address. Default-deny: only public unicast, and what `allowed` opens on
 * purpose. IPv6 outside 2000::/3, IPv4 in disguise (mapped, NAT64, 6to4, Teredo), CGNAT, link-local and cloud metadata
 * addresses are refused. A mapped address such as ::ffff:10.0.0.1 is never opened by an IPv4 range.
 */
export const mayCall = (address: string, allowed: readonly Cidr[]): boolean => {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  return allowed.some((range) => isWithin(parsed, range)) || isPublic(parsed);
};
