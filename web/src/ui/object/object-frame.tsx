import type { Environment } from '@parley/shared/words/environment';
import type { ReactNode } from 'react';
import { MoreMenu, type MenuAct } from '../page/more-menu.tsx';
import { PageHeader } from '../page/page-header.tsx';

/**
 * What every object page shows, in this order: what it is and how it is, what can be done with it, its numbers, and its
 * parts. Rare acts go into the menu, so that one act is the first.
 */
export function ObjectFrame({
  title,
  tabTitle,
  state,
  environment,
  description,
  pin,
  act,
  acts,
  more = [],
  notice,
  numbers,
  children,
}: {
  title: ReactNode;
  /** The title in words, where `title` is more than text. */
  tabTitle?: string;
  /** A `StatusBadge`. */
  state?: ReactNode;
  /** Of the object: it decides at what the console looks. */
  environment?: Environment;
  description?: ReactNode;
  /** The button that keeps the object in the navigation. */
  pin?: ReactNode;
  /** The one act that is wanted most. */
  act?: ReactNode;
  /** One or two other acts that are wanted often. */
  acts?: ReactNode;
  more?: readonly MenuAct[];
  /** What must not be overlooked. */
  notice?: ReactNode;
  /** {@link Numbers}. */
  numbers?: ReactNode;
  /** {@link ObjectTabs}, or links to parts with addresses of their own and what they show. */
  children: ReactNode;
}) {
  return (
    <>
      <PageHeader
        title={title}
        {...(tabTitle !== undefined && { tabTitle })}
        badge={state}
        {...(environment && { environment })}
        description={description}
        actions={
          <>
            {pin}
            {acts}
            {act}
            <MoreMenu label="More actions" acts={more} />
          </>
        }
      />
      {notice}
      {numbers}
      {children}
    </>
  );
}
