/** The name of a field as people write it: “rateLimitPerSecond” is “Rate limit per second”. */
export function fieldWords(field: string): string {
  const words = field
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
