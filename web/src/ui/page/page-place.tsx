import { useContext, useEffect, useEffectEvent } from 'react';
import { notePlace } from '../../lib/places/kept-places.ts';
import type { ObjectPlace } from '../../lib/places/object-place.ts';
import { usePlaces } from '../../lib/places/use-places.ts';
import { SessionContext } from '../../lib/session/session-context.ts';
import { PinButton } from './pin-button.tsx';

/** Notes that an object was looked at, once its name is known, and offers to pin the page. Nothing for who is not signed in. */
export function PagePlace(place: { path: string; object: ObjectPlace | null; title: string | undefined }) {
  return useContext(SessionContext) && <Known {...place} />;
}

function Known({
  path,
  object,
  title,
}: {
  path: string;
  object: ObjectPlace | null;
  title: string | undefined;
}) {
  const [, change] = usePlaces();
  const note = useEffectEvent((place: { path: string; title: string }) =>
    change((kept) => notePlace(kept, place)),
  );
  const at = object?.path ?? path;
  // Before it is loaded, and where there is no such object, the page is called by its kind.
  const isKnown = title !== undefined && title !== object?.kind;
  const isObject = object !== null;
  useEffect(() => {
    if (isKnown && isObject) note({ path: at, title });
  }, [at, title, isKnown, isObject]);
  return isKnown && <PinButton path={at} title={title} />;
}
