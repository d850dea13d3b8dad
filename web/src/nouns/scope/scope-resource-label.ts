const special: Record<string, string> = { 'api-keys': 'API keys', clients: 'OAuth clients' };

/** The resource of a scope as people say it: `event-types` is “Event types”. */
export function resourceLabel(resource: string): string {
  const words = resource.replaceAll('-', ' ');
  return special[resource] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
