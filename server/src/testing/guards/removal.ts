import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { migrateSqlite } from '../template.ts';
import type { Mutant, Stage } from './mutants.ts';
import type { Leak } from './walk.ts';

const run = promisify(execFile);
const program = join(import.meta.dirname, 'walk-once.ts');
const preload = join(import.meta.dirname, 'without-guard.ts');
const timeoutMs = 240_000;

/** Walks with guards removed, each in a process of its own. */
export class Removal implements AsyncDisposable {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async prepare(): Promise<Removal> {
    const folder = mkdtempSync(join(tmpdir(), 'parley-removal-'));
    await migrateSqlite(join(folder, 'template.db'));
    return new Removal(folder);
  }

  /** What a walk without this guard found first; `null` when it found nothing. */
  async walk(mutant: Mutant): Promise<Leak | null> {
    return this.#walk(mutant.shows, mutant);
  }

  /** What a part of the walk found with all guards. */
  async walkGuarded(stage: Stage): Promise<Leak | null> {
    return this.#walk(stage, null);
  }

  async #walk(stage: Stage, mutant: Mutant | null): Promise<Leak | null> {
    const preloaded = mutant ? ['--import', preload] : [];
    const { stdout } = await run(process.execPath, [...preloaded, program], {
      timeout: timeoutMs,
      maxBuffer: 16 * 1024 * 1024,
      env: {
        ...process.env,
        NODE_COMPILE_CACHE: join(this.#folder, 'compiled'),
        WALK_STAGE: stage,
        WALK_TEMPLATE: join(this.#folder, 'template.db'),
        ...(mutant && { WITHOUT_GUARD: JSON.stringify(mutant) }),
      },
    });
    return JSON.parse(stdout);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
