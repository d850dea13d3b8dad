import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scopes as allScopes, staffOnlyScopes } from '@parley/shared/scope';
import type { Parley } from '../support/parley.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { falseAlarms, type Finding } from './false-alarms.ts';
import { pythonPackages, run } from './tools.ts';

const schemathesis = 'schemathesis==4.32.5';

/** What Schemathesis found. */
export interface Found {
  /** Requests that it sent and judged. */
  cases: number;
  /** What is wrong with the product, one line each. */
  faults: string[];
  /** How often it was wrong about us, by the name of the alarm. */
  falseAlarms: Record<string, number>;
}

interface Check {
  name: string;
  status: string;
  failure_info?: { failure?: { title?: string; message?: string } };
}

interface Content {
  $base64: string;
}

interface Recorder {
  label: string;
  checks: Record<string, Check[]>;
  interactions: Record<
    string,
    {
      request: { method: string; uri?: string };
      response: { status_code: number; content?: Content } | null;
    }
  >;
}

const problemIn = (content: Content | undefined): { code?: string; detail?: string; errors?: object[] } => {
  try {
    return JSON.parse(Buffer.from(content?.$base64 ?? '', 'base64').toString());
  } catch {
    // No problem, and so no alarm that is known.
    return {};
  }
};

const findingsIn = ({ label, checks, interactions }: Recorder): Finding[] =>
  Object.entries(checks).flatMap(([id, all]) =>
    all
      .filter(({ status }) => status === 'failure')
      .map(({ name, failure_info: info }) => {
        const { request, response } = interactions[id] ?? { request: { method: '' }, response: null };
        const { code = '', detail = '', errors = [] } = problemIn(response?.content);
        const said = info?.failure?.message ?? info?.failure?.title ?? '';
        return {
          check: name,
          operation: label,
          method: request.method,
          status: response?.status_code ?? 0,
          code,
          detail: [detail, ...errors.map((error) => JSON.stringify(error))].join(' '),
          said,
        };
      }),
  );

/** How much is tried. */
export interface Extent {
  /** Examples for each operation, at most; beside those that it makes of each limit in the document. */
  examples: number;
  /** Operations by their id; all unless said. */
  operations?: readonly string[];
}

/** What ends the key that is sent, which every later request would be refused for. */
const ending = ['revokeApiKey', 'rotateApiKey', 'updateConsumer'];

const isAlarm = (finding: Finding) => falseAlarms.find(({ isIt }) => isIt(finding));

const add = (found: Found, report: string): void => {
  for (const line of report.split('\n').filter(Boolean)) {
    const { recorder } =
      (JSON.parse(line) as { ScenarioFinished?: { recorder?: Recorder } }).ScenarioFinished ?? {};
    if (!recorder) continue;
    found.cases += Object.keys(recorder.checks).length;
    for (const finding of findingsIn(recorder)) {
      const alarm = isAlarm(finding);
      if (alarm) found.falseAlarms[alarm.name] = (found.falseAlarms[alarm.name] ?? 0) + 1;
      else
        found.faults.push(
          `${finding.operation} (${finding.method}): ${finding.check}, ${finding.status} ${finding.code} ${finding.detail} ${finding.said}`,
        );
    }
  }
};

/**
 * Sends what the document allows and what it does not, with a key of all scopes that a key may hold, and judges every answer
 * by the document. Throws `Missing` without Python or the package.
 */
export const checkWithSchemathesis = async (
  parley: Parley,
  { examples, operations }: Extent,
): Promise<Found> => {
  const bin = await pythonPackages('schemathesis', [schemathesis]);
  const scopes = allScopes.filter((scope) => !staffOnlyScopes.includes(scope));
  const found: Found = { cases: 0, faults: [], falseAlarms: {} };
  const others = operations?.flatMap((id) => ['--include-operation-id', id]);
  const selections = others
    ? [others]
    : ['exclude', 'include'].map((how) => ending.flatMap((id) => [`--${how}-operation-id`, id]));
  for (const [at, which] of selections.entries()) {
    using folder = createTemporaryFolder();
    const { secret } = await parley.createKey(`Everything ${at}`, scopes.join(','), 'test');
    const report = join(folder.path, 'report.ndjson');
    const { code, output } = await run(
      join(bin, 'schemathesis'),
      [
        'run',
        `${parley.url}/v1/openapi.json`,
        ...which,
        `--header=Authorization: Bearer ${secret}`,
        '--phases=examples,coverage,fuzzing',
        `--max-examples=${examples}`,
        '--generation-deterministic',
        '--continue-on-failure',
        '--no-color',
        // NUL characters are refused anywhere, which the schema of each text would have to repeat.
        '--generation-allow-x00=false',
        // Whether a method that nobody documented is refused is held by tests of its own.
        '--exclude-checks=unsupported_method',
        `--report-ndjson-path=${report}`,
      ],
      { cwd: folder.path, limitMs: 1_800_000 },
    );
    // 1 says that there are findings.
    if (code !== 0 && code !== 1) throw new Error(`Schemathesis ended with ${code}: ${output.slice(-4000)}`);
    add(found, readFileSync(report, 'utf8'));
  }
  return found;
};
