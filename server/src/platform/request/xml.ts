const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** XML has no place for control characters, not even escaped. */
const isPrintable = (letter: string): boolean => letter >= ' ' || letter === '\n' || letter === '\t';

/** Text for XML or HTML, between tags or in a quoted attribute. What cannot be said in XML is left out. */
export const escapeXml = (text: string): string =>
  Array.from(text, (letter) => (isPrintable(letter) ? (escapes[letter] ?? letter) : '')).join('');
