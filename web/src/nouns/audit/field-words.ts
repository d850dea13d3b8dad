const proper: Readonly<Record<string, string>> = { api: 'API', url: 'URL', id: 'id', sha256: 'SHA-256' };

/** The name of a field as people write it: “rateLimitPerSecond” is “Rate limit per second”, “url” is “URL”. */
export function fieldWords(field: string): string {
  const words = field
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
    .split(' ')
    .map((word) => proper[word] ?? word)
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
