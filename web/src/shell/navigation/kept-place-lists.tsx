import { Link } from '@tanstack/react-router';
import { IconClock, IconPin, type Icon } from '@tabler/icons-react';
import { useId } from 'react';
import type { Place } from '../../lib/places/kept-places.ts';
import { objectAt } from '../../lib/places/object-place.ts';
import { usePlaces } from '../../lib/places/use-places.ts';
import classes from './navigation.module.css';

/** What the reader pinned, and the objects that they looked at last, of those that are not pinned. */
export function KeptPlaceLists({ path, onFollow }: { path: string; onFollow: () => void }) {
  const [{ pins, recent }] = usePlaces();
  const others = recent.filter((one) => !pins.some((pin) => pin.path === one.path));
  return (
    <>
      <Places label="Pinned" icon={IconPin} places={pins} path={path} onFollow={onFollow} />
      <Places label="Recent" icon={IconClock} places={others} path={path} onFollow={onFollow} />
    </>
  );
}

function Places({
  label,
  icon: PlaceIcon,
  places,
  path,
  onFollow,
}: {
  label: string;
  icon: Icon;
  places: readonly Place[];
  path: string;
  onFollow: () => void;
}) {
  const id = useId();
  if (places.length === 0) return null;
  return (
    <div className={classes.places}>
      <p className={classes.label} id={id}>
        {label}
      </p>
      <ul className={classes.list} aria-labelledby={id}>
        {places.map((place) => (
          <li key={place.path}>
            <Link
              to={place.path}
              className={classes.link}
              activeOptions={{ exact: true, includeSearch: false }}
              aria-current={place.path === path ? 'page' : undefined}
              preload="intent"
              title={wordsOf(place)}
              onClick={onFollow}
            >
              <PlaceIcon size={14} stroke={1.7} aria-hidden />
              <span className={classes.name}>{nameOf(place)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Without what addresses begin with alike. */
const nameOf = ({ title }: Place): string => title.replace(/^https?:\/\//, '');

function wordsOf({ path, title }: Place): string {
  const object = objectAt(path);
  return object ? `${object.kind}: ${title}` : title;
}
