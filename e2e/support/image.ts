import { spawn } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ignores, type Instruction, readDockerfile, type Stage } from './dockerfile.ts';

/** An image as a folder: what its root would be, and the instructions of its last stage. */
export interface Image {
  root: string;
  /** Where its command starts, below `root`. */
  workFolder: string;
  stage: Stage;
}

interface Built {
  root: string;
  workFolder: string;
}

// What a test runner sets, or a Parley of the developer's, is not what a builder sets.
const notForBuilds =
  /^(?:PARLEY_|VITEST|NODE_ENV$|NODE_OPTIONS$|INIT_CWD$|npm_(?!config_(?:registry|userconfig|cache)$))/i;

const builderEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !notForBuilds.test(name)));

const run = async (command: string, folder: string): Promise<void> =>
  new Promise((done, fail) => {
    const child = spawn('/bin/sh', ['-c', command], {
      cwd: folder,
      env: builderEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    child.once('error', fail);
    child.once('close', (code) =>
      code === 0 ? done() : fail(new Error(`RUN ${command}\nended with ${code}:\n${output}`)),
    );
  });

const copyOne = (from: string, to: string, wants: (path: string) => boolean): void => {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter: (path) => wants(path) });
};

const isSuperuser = process.getuid?.() === 0;

/** Builds the Dockerfiles of this project without a container engine: COPY by us, RUN by the shell, in plain folders. */
class Builder {
  readonly #context: string;
  readonly #files: ReadonlySet<string>;
  readonly #folder: string;
  readonly #built = new Map<string, Promise<Built>>();

  constructor(context: string, files: readonly string[], folder: string) {
    const patterns = readFileSync(join(context, '.dockerignore'), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('#'));
    this.#context = context;
    this.#files = new Set(
      files.filter((file) => !ignores(patterns, file)).flatMap((file) => [...foldersAbove(file), file]),
    );
    this.#folder = folder;
  }

  /** Begins a stage; those that do not need each other go on side by side, as they do in BuildKit. */
  async build(stage: Stage, name: string): Promise<Built> {
    const built = this.#run(stage, name);
    if (stage.name !== null) this.#built.set(stage.name, built);
    return built;
  }

  async #run(stage: Stage, name: string): Promise<Built> {
    const base = await this.#built.get(stage.from);
    const built = { root: join(this.#folder, name), workFolder: base?.workFolder ?? '/' };
    mkdirSync(built.root, { recursive: true });
    if (base) cpSync(base.root, built.root, { recursive: true, verbatimSymlinks: true });
    for (const instruction of stage.instructions) {
      if (instruction.name === 'WORKDIR') {
        built.workFolder = instruction.text;
        mkdirSync(join(built.root, built.workFolder), { recursive: true });
      }
      if (instruction.name === 'COPY') await this.#copy(instruction, built);
      if (instruction.name === 'RUN') await run(instruction.text, join(built.root, built.workFolder));
    }
    return built;
  }

  async #copy({ flags, text }: Instruction, to: Built): Promise<void> {
    const words = text.split(/\s+/);
    const target = words.pop() ?? '';
    const other = flags.get('from');
    const from = other === undefined ? this.#context : (await this.#built.get(other))?.root;
    if (from === undefined) throw new Error(`COPY --from=${other} names no stage before.`);
    const wants = (path: string) =>
      other !== undefined || path === from || this.#files.has(path.slice(from.length + 1));
    const place = join(to.root, resolve(to.workFolder, target));
    for (const source of words) {
      const isFolder = statSync(join(from, source)).isDirectory();
      copyOne(
        join(from, source),
        !isFolder && target.endsWith('/') ? join(place, basename(source)) : place,
        wants,
      );
    }
    const [uid, gid] = (flags.get('chown') ?? '').split(':').map(Number);
    if (isSuperuser && uid !== undefined && gid !== undefined) chownSync(place, uid, gid);
  }
}

const foldersAbove = (file: string): string[] => {
  const parts = file.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
};

/** Builds every stage of `context`/Dockerfile from these files of `context` into `folder`. */
export const buildImage = async (
  context: string,
  files: readonly string[],
  folder: string,
): Promise<Image> => {
  const builder = new Builder(
    context,
    files.filter((file) => existsSync(join(context, file))),
    folder,
  );
  const stages = readDockerfile(readFileSync(join(context, 'Dockerfile'), 'utf8'));
  const built = await Promise.all(
    stages.map(async (stage, index) => builder.build(stage, stage.name ?? `stage-${index}`)),
  );
  const [last, stage] = [built.at(-1), stages.at(-1)];
  if (!last || !stage) throw new Error('A Dockerfile without a stage.');
  return { ...last, stage };
};
