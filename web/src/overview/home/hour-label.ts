const short = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const full = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** An hour in the reader's own time zone: “14:00”, or in full “Sun 22 Nov, 14:00”. */
export function hourLabel(hour: string, look: 'short' | 'full'): string {
  return (look === 'short' ? short : full).format(new Date(hour));
}
