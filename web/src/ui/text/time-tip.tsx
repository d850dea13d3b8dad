import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import classes from './time.module.css';

const marginPx = 6;

const put = (tip: HTMLElement | null, anchor: Element): void => {
  if (!tip) return;
  const place = anchor.getBoundingClientRect();
  const { width, height } = tip.getBoundingClientRect();
  const leftMax = document.documentElement.clientWidth - width - marginPx;
  const middle = place.left + place.width / 2 - width / 2;
  tip.style.left = `${Math.max(marginPx, Math.min(middle, leftMax))}px`;
  tip.style.top = `${place.top > height + marginPx ? place.top - height : place.bottom}px`;
};

/** The full form of a time beside it. Escape and a touch elsewhere close it; the pointer may go onto it. */
export function TimeTip({ anchor, text, onClose }: { anchor: Element; text: string; onClose: () => void }) {
  const tip = useRef<HTMLSpanElement>(null);
  const close = useEffectEvent(onClose);
  useLayoutEffect(() => put(tip.current, anchor), [anchor]);
  useEffect(() => {
    const stop = new AbortController();
    const listening = { signal: stop.signal, capture: true };
    document.addEventListener('keydown', ({ key }) => key === 'Escape' && close(), listening);
    // To focus what is out of sight scrolls to it: it stays with the time, and is not closed.
    document.addEventListener('scroll', () => put(tip.current, anchor), listening);
    document.addEventListener(
      'pointerdown',
      ({ target }) => target instanceof Node && !anchor.contains(target) && close(),
      listening,
    );
    return () => stop.abort();
  }, [anchor]);
  return createPortal(
    <span ref={tip} className={classes.tip} role="tooltip">
      {text}
    </span>,
    document.body,
  );
}
