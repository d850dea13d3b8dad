import type { Fault } from './fault.ts';

/** One signature of the header. */
export interface SignatureEntry {
  /** As it stands in the header. */
  text: string;
  /** `v1` is HMAC-SHA256, `v1a` ed25519. Standard Webhooks, "Signature scheme". */
  version: 'v1' | 'v1a';
  /** `null` when it does not have the size of a signature. */
  bytes: Buffer | null;
  faults: Fault[];
}

const prefixFault = (message: string): Fault => ({
  check: 'prefix',
  code: 'prefix_other',
  message,
  fix: 'Compare with “v1,” and the base64 of the HMAC: write the version in small letters, then a comma.',
});

const missingPrefix: Fault = {
  check: 'prefix',
  code: 'prefix_missing',
  message: 'The signature has no version in front of it.',
  fix: 'Use the header as it arrived: “v1,” and then the signature. Code that cuts the prefix off has to expect it gone.',
};

const splitPrefix = (text: string): { version: 'v1' | 'v1a'; value: string; faults: Fault[] } => {
  const [, version = '', separator = '', value = ''] =
    /^(?:t=\d+,)?(v\d+a?|sha256)([,=:])(.*)$/is.exec(text) ?? [];
  if (version === '') return { version: 'v1', value: text, faults: [missingPrefix] };
  const isAsymmetric = version.toLowerCase() === 'v1a';
  const isRight = (version === 'v1' || version === 'v1a') && text.startsWith(`${version},`);
  return {
    version: isAsymmetric ? 'v1a' : 'v1',
    value,
    faults: isRight
      ? []
      : [
          prefixFault(
            `The signature begins with “${text.slice(0, text.indexOf(separator) + 1)}” where “v1,” is expected.`,
          ),
        ],
  };
};

const sizes = { v1: 32, v1a: 64 } as const;

const encodingFault = (code: 'encoding_hex' | 'encoding_base64url', message: string, fix: string): Fault => ({
  check: 'prefix',
  code,
  message,
  fix,
});

const decode = (value: string, version: 'v1' | 'v1a'): { bytes: Buffer | null; faults: Fault[] } => {
  const size = sizes[version];
  if (new RegExp(`^[0-9a-f]{${size * 2}}$`, 'i').test(value))
    return {
      bytes: Buffer.from(value, 'hex'),
      faults: [
        encodingFault(
          'encoding_hex',
          'The signature is written in hex where base64 is expected.',
          'Write the HMAC in base64: digest("base64"), not digest("hex").',
        ),
      ],
    };
  // Reads both alphabets, with padding and without.
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length !== size || !/^[\w+/-]+={0,2}$/.test(value))
    return {
      bytes: null,
      faults: [
        {
          check: 'prefix',
          code: 'signature_length',
          message: `A signature has ${value.length} characters; ${version} has ${Math.ceil(size / 3) * 4} in base64. It was cut off or altered.`,
          fix: 'Use the whole header as it arrived; look for a column or a log that cuts it off.',
        },
      ],
    };
  if (bytes.toString('base64') === value) return { bytes, faults: [] };
  return {
    bytes,
    faults: [
      encodingFault(
        'encoding_base64url',
        'The signature is written in base64url, or without its padding.',
        'Use the standard alphabet with “+”, “/” and the “=” at the end.',
      ),
    ],
  };
};

const readEntry = (text: string): SignatureEntry => {
  const { version, value, faults } = splitPrefix(text);
  const { bytes, faults: encodingFaults } = decode(value, version);
  return { text, version, bytes, faults: [...faults, ...encodingFaults] };
};

const entriesMax = 20;

/**
 * The signatures of a `webhook-signature`, which are separated by spaces: during a rotation there is one for each
 * secret. Those that are written as they should be come first. At most 20 are looked at.
 */
export const readEntries = (header: string): SignatureEntry[] =>
  header
    .split(/\s+/)
    .filter((text) => text !== '')
    .slice(0, entriesMax)
    .map(readEntry)
    .toSorted((one, other) => one.faults.length - other.faults.length);
