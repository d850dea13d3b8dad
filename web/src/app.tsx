import { MantineProvider, localStorageColorSchemeManager } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { queryClient } from './api.ts';
import { styleNonce } from './lib/style-nonce.ts';
import { router } from './routes/router.ts';
import { MessagesWhenWanted } from './shell/frame/messages-when-wanted.tsx';
import { cssVariablesResolver, theme } from './shell/theme/theme.ts';

const colorSchemeManager = localStorageColorSchemeManager({ key: 'parley-color-scheme' });

export function App() {
  return (
    <MantineProvider
      theme={theme}
      getStyleNonce={styleNonce}
      cssVariablesResolver={cssVariablesResolver}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <MessagesWhenWanted />
      </QueryClientProvider>
    </MantineProvider>
  );
}
