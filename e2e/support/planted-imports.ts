import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createTemporaryFolder } from './temporary-folder.ts';

const root = resolve(import.meta.dirname, '../..');

/** A file, an import in it, and how its refusal begins; `null` when it is allowed. */
export type Planted = readonly [file: string, line: string, refusal: string | null];

/** Lets the linter, with our own directions and nothing that needs types, look at files with these imports. */
const lint = (planted: readonly Planted[]): string[] => {
  using folder = createTemporaryFolder();
  for (const file of ['oxlint.config.ts', 'directions.ts']) cpSync(join(root, file), join(folder.path, file));
  symlinkSync(join(root, 'node_modules'), join(folder.path, 'node_modules'));
  const config = join(folder.path, 'planted.config.ts');
  writeFileSync(
    config,
    `import real from './oxlint.config.ts';
export default { ...real, plugins: [], categories: { correctness: 'off' }, options: {}, rules: {} };`,
  );
  const files = Map.groupBy(planted, ([file]) => file);
  for (const [file, lines] of files) {
    mkdirSync(dirname(join(folder.path, file)), { recursive: true });
    writeFileSync(
      join(folder.path, file),
      lines
        .map(([, line], index) => `${line.replace('import { x }', `import { x as x${index} }`)}\n`)
        .join(''),
    );
  }
  const args = ['--config', config, '--format', 'json', ...files.keys()];
  const { stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/oxlint'), args, {
    cwd: folder.path,
    encoding: 'utf8',
  });
  if (!stdout.startsWith('{')) throw new Error(`The linter did not run: ${stdout}${stderr}`);
  return refusalsOf(stdout, files);
};

interface Diagnostic {
  /** Absent from what is not a rule's, such as a syntax error. */
  code?: string;
  message: string;
  help?: string;
  filename: string;
  labels: { span: { line: number } }[];
}

const refusalsOf = (output: string, files: ReadonlyMap<string, readonly Planted[]>): string[] => {
  const { diagnostics } = JSON.parse(output) as { diagnostics: Diagnostic[] };
  const others = diagnostics.filter(({ code }) => code === undefined);
  if (others.length > 0) throw new Error(others.map(({ message }) => message).join('\n'));
  const ours = diagnostics.filter(({ code }) => code?.includes('no-restricted-imports'));
  return [...files].flatMap(([file, lines]) =>
    lines.map(([, line], index) => {
      const found = ours.filter(
        ({ filename, labels }) => filename === file && labels[0]?.span.line === index + 1,
      );
      return `${file}: ${line} ${found.map(({ message, help }) => `${message} ${help ?? ''}`).join(' ') || 'allowed'}`;
    }),
  );
};

/** Those on which our linter judges otherwise than expected, each with what it says. */
export const findWronglyJudged = (planted: readonly Planted[]): string[] => {
  const verdicts = lint(planted);
  const expected = [...Map.groupBy(planted, ([file]) => file).values()].flat();
  return verdicts.filter((verdict, index) => !verdict.includes(expected[index]?.[2] ?? ' allowed'));
};
