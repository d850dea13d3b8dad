import type { ApiRules } from '@parley/shared/contracts/api';

/** What `edited` changes about `before`, put upon `latest`: what somebody else changed meanwhile stays. */
export function mergeRules(before: ApiRules, edited: ApiRules, latest: ApiRules): ApiRules {
  return {
    lint: mergeEntries(before.lint, edited.lint, latest.lint),
    severities: mergeEntries(before.severities, edited.severities, latest.severities),
    bar: edited.bar === before.bar ? latest.bar : edited.bar,
    sunsetGraceDays:
      edited.sunsetGraceDays === before.sunsetGraceDays ? latest.sunsetGraceDays : edited.sunsetGraceDays,
    answerEnums: edited.answerEnums === before.answerEnums ? latest.answerEnums : edited.answerEnums,
  };
}

function mergeEntries<Value>(
  before: Record<string, Value>,
  edited: Record<string, Value>,
  latest: Record<string, Value>,
): Record<string, Value> {
  const merged = new Map(Object.entries(latest));
  for (const name of new Set([...Object.keys(before), ...Object.keys(edited)])) {
    const value = edited[name];
    if (value === before[name]) continue;
    if (value === undefined) merged.delete(name);
    else merged.set(name, value);
  }
  return Object.fromEntries(merged);
}
