import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconCircleX,
  type Icon,
} from '@tabler/icons-react';
import classes from './status-badge.module.css';

type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'idle';

const icons: Record<Tone, Icon> = {
  good: IconCircleCheck,
  bad: IconCircleX,
  warn: IconAlertTriangle,
  busy: IconCircleDashed,
  idle: IconCircleMinus,
};

/** One word means one thing everywhere, so it looks the same everywhere. */
const tones = {
  active: 'good',
  delivered: 'good',
  intact: 'good',
  healthy: 'good',
  done: 'good',
  published: 'good',
  compatible: 'good',
  open: 'good',
  resolved: 'good',
  acknowledged: 'busy',
  muted: 'idle',
  pending: 'busy',
  invited: 'busy',
  planned: 'busy',
  running: 'busy',
  draft: 'busy',
  reviewed: 'busy',
  info: 'busy',
  failed: 'warn',
  failing: 'warn',
  unsteady: 'warn',
  refused: 'warn',
  unreachable: 'warn',
  suspended: 'warn',
  paused: 'warn',
  deprecated: 'warn',
  risky: 'warn',
  warning: 'warn',
  exhausted: 'bad',
  blocked: 'bad',
  revoked: 'bad',
  broken: 'bad',
  breaking: 'bad',
  sunset: 'bad',
  error: 'bad',
  closed: 'bad',
  unused: 'idle',
  expired: 'idle',
  disabled: 'idle',
  cancelled: 'idle',
  retired: 'idle',
  accepted: 'idle',
} as const satisfies Record<string, Tone>;

/** A word that is a status. */
export type Status = keyof typeof tones;

/** Whether a word is a status that has a badge. */
export const isStatus = (word: string): word is Status => Object.hasOwn(tones, word);

/** The status of anything: an icon of its own shape, the word, and a colour that only repeats them. */
export function StatusBadge({
  status,
  words,
  tone = tones[status],
}: {
  status: Status;
  words?: string;
  /** Where the word means something else than usual, such as an issue that is open. */
  tone?: Tone;
}) {
  const ToneIcon = icons[tone];
  return (
    <span className={`${classes.badge} ${classes[tone]}`}>
      <ToneIcon size={14} stroke={2} aria-hidden />
      {sentence(words ?? status)}
    </span>
  );
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
