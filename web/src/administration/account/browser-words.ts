// The first that fits counts: browsers claim to be their forebears as well.
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
  [/^curl\//, 'curl'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'Mac'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

const named = (names: readonly (readonly [RegExp, string])[], agent: string): string | undefined =>
  names.find(([pattern]) => pattern.test(agent))?.[1];

/** A browser as people call it, from its `User-Agent`: “Firefox on Linux”. One that nobody knows is named by its first word. */
export function browserWords(agent: string | null): string {
  if (agent === null || agent.trim() === '') return 'Unknown browser';
  const browser = named(browsers, agent);
  const system = named(systems, agent);
  if (!browser) return agent.trim().split(/[\s/]/, 1)[0]?.slice(0, 40) ?? 'Unknown browser';
  return system ? `${browser} on ${system}` : browser;
}
