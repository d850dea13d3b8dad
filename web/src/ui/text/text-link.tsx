import { Anchor, type AnchorProps } from '@mantine/core';
import { createLink, type LinkComponent } from '@tanstack/react-router';
import classes from './text-link.module.css';
import type { AnchorHTMLAttributes, Ref } from 'react';

type Props = AnchorProps &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'style'> & { ref?: Ref<HTMLAnchorElement> };

function MantineAnchor(props: Props) {
  return <Anchor inherit underline="always" className={classes.link ?? ''} {...props} />;
}

const Link = createLink(MantineAnchor);

/** A link in running text to a page of the console, typed by the routes. */
export const TextLink: LinkComponent<typeof MantineAnchor> = (props) => <Link preload="intent" {...props} />;
