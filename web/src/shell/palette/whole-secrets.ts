const wholeKey = /\b[a-z0-9]+_(?:live|test)_[0-9A-Za-z]{36}\b/g;
const wholeSecret = /\bwhs(?:ec|k)_[0-9A-Za-z+/=]{16,}/g;

/**
 * A text without secrets in it: of an API key its last four letters stay, by which it is found, and of a signing secret
 * nothing. What is searched for travels in addresses, which proxies write down.
 */
export function withoutSecrets(text: string): string {
  return text.replaceAll(wholeKey, (key) => key.slice(-4)).replaceAll(wholeSecret, '');
}
