import { describe, expect, test } from 'vitest';
import { mayCall, parseCidr } from './address.ts';

// The classes are those of the IANA special-purpose registries; the cases follow the tables that outbound proxies publish.
const refused = [
  '0.0.0.0',
  '10.0.0.1',
  '100.64.0.1',
  '100.127.255.254',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '169.254.170.2',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.7',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '168.63.129.16',
  '100.100.100.200',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:8.8.8.8',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b:1::1',
  '64:ff9c::1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '2002:a9fe:a9fe::1',
  '3fff::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '5f00::1',
  'nonsense',
  '',
];
const allowed = [
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.1',
  '100.63.255.254',
  '100.128.0.1',
  '126.255.255.255',
  '128.0.0.1',
  '169.253.255.255',
  '172.15.255.255',
  '172.32.0.1',
  '192.0.1.1',
  '192.167.255.255',
  '192.169.0.1',
  '198.17.255.255',
  '198.20.0.1',
  '203.0.114.1',
  '223.255.255.254',
  '2001:4860:4860::8888',
  '2606:4700:4700::1111',
  '2a00:1450:4001:80e::200e',
  '2003::1',
];

describe('without exceptions', () => {
  test.each(refused)('%s is refused', (address) => expect(mayCall(address, [])).toBe(false));
  test.each(allowed)('%s is allowed', (address) => expect(mayCall(address, [])).toBe(true));
});

test('a range opens its own addresses and no others', () => {
  const ranges = ['127.0.0.2/32', '10.0.0.0/8', 'fd00::/8'].map(parseCidr);

  expect(['127.0.0.2', '10.9.8.7', 'fd12::1'].map((address) => mayCall(address, ranges))).toEqual([
    true,
    true,
    true,
  ]);
  expect(['127.0.0.1', '11.0.0.1.', '::ffff:10.0.0.1'].map((address) => mayCall(address, ranges))).toEqual([
    false,
    false,
    false,
  ]);
});

test('a single address is a range of one; anything else throws', () => {
  expect(parseCidr('10.0.0.1')[1]).toBe(32);
  expect(parseCidr('::1')[1]).toBe(128);
  expect(() => parseCidr('10.0.0.0/99')).toThrow();
  expect(() => parseCidr('localhost')).toThrow();
});
