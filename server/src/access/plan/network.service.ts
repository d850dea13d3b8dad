import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** A range of addresses. */
export type NetworkRange = readonly [Address, number];

const bitsOf = (address: Address): number => (address.kind() === 'ipv4' ? 32 : 128);

/** Reads `192.0.2.0/24`, `2001:db8::/32` or one address; `null` for anything else. */
export const readNetwork = (text: string): NetworkRange | null => {
  // Older forms of IPv4 are read in different ways: `010.0.0.1` is 8.0.0.1 to some.
  const [host = '', length] = text.split('/', 2);
  if (!ipaddr.IPv6.isValid(host) && !ipaddr.IPv4.isValidFourPartDecimal(host)) return null;
  if (text.split('/').length > 2) return null;
  const address = ipaddr.process(host);
  const isMapped = ipaddr.parse(host).kind() !== address.kind();
  const bits = length === undefined ? bitsOf(address) : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (isMapped && length !== undefined) return null;
  return bits < 0 || bits > bitsOf(address) ? null : [address, bits];
};

/** Whether an address is in a range. An IPv4 address that came over IPv6 is one of IPv4. */
const contains = ([network, bits]: NetworkRange, address: Address): boolean =>
  address.kind() === network.kind() && address.match(network, bits);

/** Whether an address is in one of these ranges; each is, where there are none. */
export const isInNetworks = (networks: readonly NetworkRange[], peer: string | null): boolean => {
  if (networks.length === 0) return true;
  if (peer === null || !ipaddr.isValid(peer)) return false;
  const address = ipaddr.process(peer);
  return networks.some((range) => contains(range, address));
};

/** Whether all addresses of a range are in one of these; they are, where there are none. */
export const isWithinNetworks = (networks: readonly NetworkRange[], [address, bits]: NetworkRange): boolean =>
  networks.length === 0 || networks.some((range) => bits >= range[1] && contains(range, address));

/** The ranges of what was stored, which was read before. */
export const rangesOf = (networks: readonly string[]): NetworkRange[] =>
  networks.map(readNetwork).filter((range) => range !== null);
