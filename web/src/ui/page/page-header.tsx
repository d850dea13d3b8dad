import { Group, Text, Title } from '@mantine/core';
import type { Environment } from '@parley/shared/words/environment';
import { useLocation, useMatch } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { objectAt } from '../../lib/places/object-place.ts';
import { useObjectEnvironment } from '../../lib/address/use-environment.ts';
import { EnvironmentBadge } from '../text/environment-badge.tsx';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { PagePlace } from './page-place.tsx';

let isFirstPage = true;

/**
 * The one `h1` of a page, what the page is for, and what can be done there; on the page of an object the way back, by its
 * address, and the note that it was looked at. Names the browser tab, and takes the focus after a navigation so that a screen reader says where it is.
 */
export function PageHeader({
  title,
  tabTitle,
  badge,
  environment,
  description,
  actions,
  isNowhere = false,
}: {
  title: ReactNode;
  /** The title in words, where `title` is more than text. */
  tabTitle?: string;
  badge?: ReactNode;
  /** Of the object that the page shows: it decides at what the console looks. */
  environment?: Environment;
  description?: ReactNode;
  actions?: ReactNode;
  /** Nothing is there to come back to. */
  isNowhere?: boolean;
}) {
  const own = useOwnPath();
  const object = objectAt(own);
  const name = tabTitle ?? (typeof title === 'string' ? title : undefined);

  useObjectEnvironment(environment);
  useTabTitle(name);

  return (
    <Group component="header" justify="space-between" align="flex-start" gap="sm" mb="md">
      <div style={{ minWidth: 0, flex: '1 1 280px' }}>
        {object && <Breadcrumbs object={object} name={name} />}
        <Group gap="sm">
          <Heading>{title}</Heading>
          {badge}
          {environment && <EnvironmentBadge environment={environment} />}
          {!isNowhere && <PagePlace path={own} object={object} title={name} />}
        </Group>
        {description && (
          <Text c="dimmed" mt={2} maw="72ch" style={{ overflowWrap: 'anywhere' }}>
            {description}
          </Text>
        )}
      </div>
      {actions && <Group gap="xs">{actions}</Group>}
    </Group>
  );
}

function Heading({ children }: { children: ReactNode }) {
  const path = useLocation({ select: ({ pathname }) => pathname });
  return (
    <Title order={1} key={path} ref={focusAfterNavigation} tabIndex={-1} style={{ overflowWrap: 'anywhere' }}>
      {children}
    </Title>
  );
}

/** Of this page and not of where one is going: while the next page is loaded, the address is already that one's. */
function useOwnPath(): string {
  return useMatch({ strict: false, select: ({ pathname }) => pathname.replace(/(?<=.)\/$/, '') });
}

function useTabTitle(name: string | undefined) {
  useEffect(() => {
    document.title = name ? `${name} · Parley` : 'Parley';
  }, [name]);
}

function focusAfterNavigation(heading: HTMLHeadingElement | null) {
  if (!heading) return;
  if (!isFirstPage) heading.focus({ preventScroll: true });
  isFirstPage = false;
}
