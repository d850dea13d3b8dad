import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import { bucketAt } from './chart-data.ts';

/** What the reader points at: a bucket, and where they began to mark a piece of time, if they did. Indexes. */
interface Cursor {
  at: number;
  from: number | null;
}

/** First and last index of what is marked. */
export interface Selection {
  first: number;
  last: number;
}

const dragPx = 4;

const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};

interface Wishes {
  count: number;
  onOpen: (index: number) => void;
  onZoom: ((selection: Selection) => void) | undefined;
}

const selectionOf = (cursor: Cursor | null): Selection | null =>
  cursor === null || cursor.from === null
    ? null
    : { first: Math.min(cursor.from, cursor.at), last: Math.max(cursor.from, cursor.at) };

/** Where an arrow leads, and what it marks on the way. The first one only shows where the reader is. */
const afterKey = (cursor: Cursor | null, event: KeyboardEvent, { count, onZoom }: Wishes): Cursor => {
  const here = cursor?.at ?? count - 1;
  const next = cursor ? (steps[event.key]?.(here, count) ?? here) : here;
  const at = Math.max(0, Math.min(count - 1, next));
  return { at, from: event.shiftKey && onZoom ? (cursor?.from ?? here) : null };
};

const indexAt = ({ clientX, currentTarget }: PointerEvent<HTMLElement>, count: number): number => {
  const { left, width } = currentTarget.getBoundingClientRect();
  return bucketAt((clientX - left) / width, count);
};

/** What a finger or mouse does to the cursor. */
const pointerHandlers = (
  wishes: Wishes,
  setCursor: (next: Cursor | null | ((before: Cursor | null) => Cursor)) => void,
  press: { at: number | null; set: (at: number | null) => void },
  finish: (index: number) => void,
) => ({
  onPointerDown: (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    press.set(event.clientX);
    setCursor({ at: indexAt(event, wishes.count), from: null });
    // What is dragged ends where the finger is lifted, be it outside.
    event.currentTarget.setPointerCapture(event.pointerId);
  },
  onPointerMove: (event: PointerEvent<HTMLElement>) => {
    const index = indexAt(event, wishes.count);
    const isDragged = press.at !== null && wishes.onZoom && Math.abs(event.clientX - press.at) >= dragPx;
    setCursor((before) => ({ at: index, from: isDragged ? (before?.from ?? before?.at ?? index) : null }));
  },
  onPointerUp: (event: PointerEvent<HTMLElement>) => {
    if (press.at !== null) finish(indexAt(event, wishes.count));
  },
  onPointerCancel: () => {
    press.set(null);
    setCursor(null);
  },
  onPointerLeave: () => {
    if (press.at === null) setCursor(null);
  },
});

/**
 * Pointing at a plot of `count` buckets: by mouse, finger or keys. A click or Enter opens the bucket; dragging, or
 * Shift with an arrow and then Enter, zooms into what is marked; Escape lets go.
 */
export function usePlotCursor(wishes: Wishes) {
  const [held, setCursor] = useState<Cursor | null>(null);
  const [pressedAt, setPressedAt] = useState<number | null>(null);
  // There may be fewer buckets than when the reader pointed at one.
  const cursor = held && { ...held, at: Math.min(held.at, wishes.count - 1) };
  const selection = selectionOf(cursor);

  const finish = (index: number) => {
    setPressedAt(null);
    setCursor(null);
    if (selection && wishes.onZoom) wishes.onZoom(selection);
    else wishes.onOpen(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key in steps) setCursor(afterKey(cursor, event, wishes));
    else if (event.key === 'Enter' && cursor) finish(cursor.at);
    else if (event.key === 'Escape' && cursor) setCursor(null);
    else return;
    event.preventDefault();
  };
  return {
    at: cursor?.at ?? null,
    selection,
    handlers: {
      onKeyDown,
      onBlur: () => setCursor(null),
      ...pointerHandlers(wishes, setCursor, { at: pressedAt, set: setPressedAt }, finish),
    },
  };
}
