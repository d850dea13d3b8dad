import { z } from 'zod';

/** A page that somebody comes back to. */
export interface Place {
  path: string;
  title: string;
}

/** What was pinned, in that order, and the objects that were looked at, the latest first. */
export interface KeptPlaces {
  pins: readonly Place[];
  recent: readonly Place[];
}

/** So many of each are kept. */
export const placesMax = { pins: 12, recent: 4 };

const Places = z.array(
  z.object({ path: z.string().startsWith('/').max(500), title: z.string().min(1).max(300) }),
);
const Kept = z.object({
  pins: Places.max(placesMax.pins).catch([]),
  recent: Places.max(placesMax.recent).catch([]),
});

/** What a browser kept, as text; whatever it is, places come out. */
export function readPlaces(text: string | null): KeptPlaces {
  try {
    return Kept.catch({ pins: [], recent: [] }).parse(JSON.parse(text ?? '{}'));
  } catch {
    return { pins: [], recent: [] };
  }
}

const without = (places: readonly Place[], path: string): Place[] =>
  places.filter((one) => one.path !== path);

/** Pins a page at the end, or unpins it. Beyond the most that are kept, nothing changes. */
export function togglePin({ pins, recent }: KeptPlaces, place: Place): KeptPlaces {
  const others = without(pins, place.path);
  if (others.length < pins.length) return { pins: others, recent };
  return { pins: pins.length < placesMax.pins ? [...pins, place] : pins, recent };
}

/** Notes that an object was looked at; a pin of it gets the name that it has now. */
export function notePlace({ pins, recent }: KeptPlaces, place: Place): KeptPlaces {
  return {
    pins: pins.map((pin) => (pin.path === place.path ? place : pin)),
    recent: [place, ...without(recent, place.path)].slice(0, placesMax.recent),
  };
}
