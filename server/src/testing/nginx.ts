import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const cache = resolve(import.meta.dirname, '../../../node_modules/.cache/nginx');
const unpacked = join(cache, 'root/usr/sbin/nginx');

const find = (): string | null => {
  const known = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', unpacked].find((file) => existsSync(file));
  if (known) return known;
  try {
    mkdirSync(cache, { recursive: true });
    // Unpacked and not installed: a test changes nothing of the machine, and starts no service.
    execFileSync('apt-get', ['download', 'nginx'], { cwd: cache, stdio: 'ignore', timeout: 60_000 });
    const [archive] = globSync('nginx_*.deb', { cwd: cache });
    if (archive === undefined) return null;
    execFileSync('dpkg', ['-x', join(cache, archive), join(cache, 'root')], { stdio: 'ignore' });
    return existsSync(unpacked) ? unpacked : null;
  } catch {
    return null;
  }
};

/** Where a real nginx is: the system's, or Debian's. `null` where there is none, which is said aloud. */
export const findNginx = (): string | null => {
  const found = find();
  if (found === null)
    process.stderr.write('No nginx here, and apt-get brings none: tests with a real nginx are skipped.\n');
  return found;
};

/** A running nginx with these `http` blocks. */
export class Nginx implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(child: ChildProcess, folder: string) {
    this.#process = child;
    this.#folder = folder;
  }

  /** `blocks` stand within `http`. It answers once it listens, or the test that asks waits. */
  static start(program: string, blocks: string): Nginx {
    const folder = mkdtempSync(join(tmpdir(), 'parley-nginx-'));
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${join(folder, name)};`,
    );
    const file = join(folder, 'nginx.conf');
    writeFileSync(
      file,
      `daemon off; worker_processes 1; pid ${join(folder, 'pid')}; error_log ${join(folder, 'error.log')};
events {} http { access_log off; ${paths.join(' ')}
${blocks}
}`,
    );
    const child = spawn(program, ['-c', file, '-p', folder, '-e', join(folder, 'error.log')], {
      stdio: 'ignore',
    });
    return new Nginx(child, folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((done) => {
      this.#process.once('exit', done);
    });
    if (this.#process.exitCode === null) {
      this.#process.kill('SIGTERM');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
