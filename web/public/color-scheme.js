// Runs before the first paint, so that a dark console does not flash white. A file of its own, because the
// content security policy refuses inline scripts. Mantine keeps the choice under this key.
const chosen = localStorage.getItem('parley-color-scheme');
const prefersDark = matchMedia('(prefers-color-scheme: dark)').matches;
const scheme = chosen === 'light' || chosen === 'dark' ? chosen : prefersDark ? 'dark' : 'light';
document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
