/** One instruction of a Dockerfile, such as `COPY` with its flags and the rest of its line. */
export interface Instruction {
  name: string;
  flags: ReadonlyMap<string, string>;
  text: string;
}

/** What stands between one `FROM` and the next. */
export interface Stage {
  /** `null` for a stage that no other can name. */
  name: string | null;
  /** An image, or the name of a stage before. */
  from: string;
  instructions: Instruction[];
}

const instructionOf = (line: string): Instruction => {
  const [, name = '', flags = '', text = ''] = /^(\w+)((?:\s+--\S+)*)\s+(.*)$/s.exec(line) ?? [];
  if (name === '') throw new Error(`Not an instruction of a Dockerfile: ${line}`);
  const pairs = flags
    .split(/\s+/)
    .filter(Boolean)
    .map((flag): [string, string] => {
      const [key = '', ...value] = flag.slice(2).split('=');
      return [key, value.join('=')];
    });
  return { name: name.toUpperCase(), flags: new Map(pairs), text: text.trim() };
};

/** Reads the part of the language that our Dockerfile uses: comments, continued lines, flags, stages. */
export const readDockerfile = (text: string): Stage[] => {
  const lines = text
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages: Stage[] = [];
  for (const instruction of lines.map(instructionOf)) {
    if (instruction.name !== 'FROM') {
      stages.at(-1)?.instructions.push(instruction);
      continue;
    }
    const [from = '', name = null] = instruction.text.split(/\s+as\s+/i);
    stages.push({ name, from, instructions: [] });
  }
  return stages;
};

/** The text of each instruction with this name. */
export const textsOf = (stage: Stage, name: string): string[] =>
  stage.instructions.filter((one) => one.name === name).map(({ text }) => text);

/** The variables that a stage sets. */
export const environmentOf = (stage: Stage): Record<string, string> =>
  Object.fromEntries(
    textsOf(stage, 'ENV').map((text) => {
      const [name = '', value = ''] = text.split(/=(.*)/s);
      return [name, value.replace(/^"(.*)"$/s, '$1')];
    }),
  );

/** Whether a `.dockerignore` without exceptions leaves this path out: it, or a folder above it, is named. */
export const ignores = (patterns: readonly string[], path: string): boolean => {
  const parts = path.split('/');
  const lineage = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  const expressions = patterns.map(expressionOf);
  return lineage.some((one) => expressions.some((expression) => expression.test(one)));
};

const expressionOf = (pattern: string): RegExp => {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\*\*\/|\*/g, (stars) => (stars === '*' ? '[^/]*' : '(?:.*/)?'));
  return new RegExp(`^${source}$`);
};
