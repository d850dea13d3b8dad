import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { TextLink } from '../../ui/text/text-link.tsx';
import type { Concern } from './consumer-concerns.ts';
import classes from './concern-list.module.css';

/** What wants somebody, each with the way to it; `well` is said when nothing does. */
export function ConcernList({ concerns, well }: { concerns: readonly Concern[]; well: string }) {
  if (concerns.length === 0)
    return (
      <p className={`${classes.concern} ${classes.good}`} style={{ margin: 0 }}>
        <IconCircleCheck size={16} aria-hidden />
        {well}
      </p>
    );
  return (
    <ul className={classes.list}>
      {concerns.map(({ id, tone, text, link, linkText }) => (
        <li key={id} className={`${classes.concern} ${classes[tone]}`}>
          {tone === 'bad' ? (
            <IconCircleX size={16} aria-hidden />
          ) : (
            <IconAlertTriangle size={16} aria-hidden />
          )}
          <span className={classes.text}>{text}</span>
          {link && <TextLink {...link}>{linkText}</TextLink>}
        </li>
      ))}
    </ul>
  );
}
