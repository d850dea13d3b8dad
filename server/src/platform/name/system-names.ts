import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';

/** What this machine says about names besides its name servers: hosts(5) and resolv.conf(5). */
export interface SystemNames {
  /** Addresses by name in lower case, in the order of the file. */
  hosts: ReadonlyMap<string, readonly string[]>;
  /** Domains that a short name is tried in. */
  search: readonly string[];
  /** A name with fewer dots than this is tried in the domains of `search` first. */
  ndots: number;
  /** Changes whenever name servers may have changed. */
  version: string;
}

const lookAgainMs = 2000;
const fileBytesMax = 4 * 1024 * 1024;
const searchMax = 6;

const wordsOf = (text: string): string[][] =>
  text.split('\n').map((line) =>
    line
      .replace(/[#;].*$/, '')
      .split(/\s+/)
      .filter(Boolean),
  );

/** Reads a hosts file. Lines that make no sense are passed over, as the system does. */
const parseHosts = (text: string): Map<string, string[]> => {
  const hosts = new Map<string, string[]>();
  for (const [address = '', ...names] of wordsOf(text)) {
    if (isIP(address) === 0) continue;
    for (const name of names.map((one) => one.toLowerCase().replace(/\.$/, ''))) {
      const known = hosts.get(name);
      if (!known) hosts.set(name, [address]);
      else if (!known.includes(address)) known.push(address);
    }
  }
  return hosts;
};

/** Reads what a resolv.conf says about names. The servers in it are read by c-ares. */
const parseResolvConf = (text: string): { search: string[]; ndots: number } => {
  let search: string[] = [];
  let ndots = 1;
  for (const [keyword, ...values] of wordsOf(text)) {
    // The last of these counts.
    if (keyword === 'search' || keyword === 'domain') search = values;
    if (keyword !== 'options') continue;
    const asked = /^ndots:(\d+)$/.exec(values.findLast((value) => value.startsWith('ndots:')) ?? '')?.[1];
    if (asked !== undefined) ndots = Math.min(15, Number(asked));
  }
  const domains = search.map((domain) => domain.toLowerCase().replace(/\.$/, '')).filter(Boolean);
  return { search: domains.slice(0, searchMax), ndots };
};

/** A file that is read again when it has changed; empty while it cannot be read. */
class WatchedFile {
  readonly #path: string;
  text = '';
  version = '';

  constructor(path: string) {
    this.#path = path;
  }

  /** Whether it has changed since. Small local files: read at once rather than on the pool that this is to spare. */
  look(): boolean {
    const found = statSync(this.#path, { throwIfNoEntry: false });
    const version = found?.isFile() ? `${found.ino} ${found.size} ${found.mtimeMs}` : '';
    if (version === this.version) return false;
    this.version = version;
    this.text = version === '' || (found?.size ?? 0) > fileBytesMax ? '' : this.#read();
    return true;
  }

  #read(): string {
    try {
      return readFileSync(this.#path, 'utf8');
    } catch {
      // It was taken away, or is not for us: the same as none.
      return '';
    }
  }
}

/** Follows the files of this machine, which is asked again every two seconds at most. */
export class SystemNamesFile {
  readonly #hostsFile: WatchedFile;
  readonly #resolvFile: WatchedFile;
  #names: SystemNames = { hosts: new Map(), search: [], ndots: 1, version: '' };
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(
    files: { hosts: string; resolvConf: string } = { hosts: '/etc/hosts', resolvConf: '/etc/resolv.conf' },
  ) {
    this.#hostsFile = new WatchedFile(files.hosts);
    this.#resolvFile = new WatchedFile(files.resolvConf);
  }

  /** What the files say now. `now` in milliseconds of any clock that only goes forward. */
  read(now: number): SystemNames {
    if (now - this.#lookedAt < lookAgainMs) return this.#names;
    this.#lookedAt = now;
    const hasNewHosts = this.#hostsFile.look();
    const hasNewResolv = this.#resolvFile.look();
    if (hasNewHosts || hasNewResolv)
      this.#names = {
        hosts: hasNewHosts ? parseHosts(this.#hostsFile.text) : this.#names.hosts,
        ...parseResolvConf(this.#resolvFile.text),
        version: this.#resolvFile.version,
      };
    return this.#names;
  }
}

/** The names to ask for, one after the other: resolver(5), `search` and `ndots`. */
export const namesToAsk = (
  hostname: string,
  { search, ndots }: Pick<SystemNames, 'search' | 'ndots'>,
): string[] => {
  if (hostname.endsWith('.')) return [hostname.slice(0, -1)];
  const searched = search.map((domain) => `${hostname}.${domain}`);
  const dots = hostname.split('.').length - 1;
  return dots >= ndots ? [hostname, ...searched] : [...searched, hostname];
};
