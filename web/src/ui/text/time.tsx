import { useCallback, useEffect, useState } from 'react';
import { useNow } from '../../lib/time/use-now.ts';
import { useTimeFormat } from '../../lib/time/shown-times.ts';
import classes from './time.module.css';
import { TimeTip } from './time-tip.tsx';

/** `relative` says “5 min ago”, `full` day, time and zone, `date` the day alone. */
type Look = 'relative' | 'full' | 'date';

/** Where the reader already stops: what is inside must not be a stop of its own. */
const stops = 'a, button, summary, [role="option"]';

/**
 * An instant, as people say it, in the zone and clock that the reader chose. The full time appears under the pointer, on
 * focus and on touch; inside a link or a button when that has the focus. `null` shows `absent`.
 */
export function Time({
  at,
  absent = '—',
  look = 'relative',
}: {
  at: string | null;
  absent?: string;
  look?: Look;
}) {
  const format = useTimeFormat();
  const now = useNow(at);
  if (at === null) return <span className={classes.absent}>{absent}</span>;
  const instant = new Date(at);
  if (look === 'full')
    return (
      <time dateTime={at} className={classes.full}>
        {format.full(instant)}
      </time>
    );
  return (
    <TimeStop
      at={at}
      words={look === 'date' ? format.date(instant) : format.relative(instant, now)}
      full={format.full(instant)}
    />
  );
}

interface Place {
  time: HTMLTimeElement | null;
  /** What the keyboard stops at around the time. */
  host: Element | null;
}

function TimeStop({ at, words, full }: { at: string; words: string; full: string }) {
  const [{ time, host }, setPlace] = useState<Place>({ time: null, host: null });
  const [isOpen, setOpen] = useState(false);
  const takePlace = useCallback(
    (element: HTMLTimeElement | null) => setPlace({ time: element, host: element?.closest(stops) ?? null }),
    [],
  );
  useEffect(() => {
    if (!host) return undefined;
    const show = () => setOpen(host.matches(':focus-visible'));
    const hide = () => setOpen(false);
    host.addEventListener('focus', show);
    host.addEventListener('blur', hide);
    return () => {
      host.removeEventListener('focus', show);
      host.removeEventListener('blur', hide);
    };
  }, [host]);
  return (
    // A time is read, and its full form has to be reachable without a mouse.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <time
      ref={takePlace}
      dateTime={at}
      className={classes.time}
      tabIndex={host ? undefined : 0}
      onPointerEnter={() => setOpen(true)}
      onPointerLeave={({ pointerType }) => pointerType === 'mouse' && setOpen(false)}
      onFocus={() => setOpen(true)}
      onBlur={() => setOpen(false)}
    >
      {words}
      {isOpen && time && <TimeTip anchor={time} text={full} onClose={() => setOpen(false)} />}
    </time>
  );
}
