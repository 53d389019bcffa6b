import './start/fill-gaps.ts';
import './start/interpret-schemas.ts';
import './theme/tokens.css';
import './theme/base.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { routeTable } from 'virtual:console-routes';
import { takeBaseAddress } from './api/base-address.ts';
import { createConsoleClient } from './api/console-client.ts';
import { isConsoleError } from './api/console-error.ts';
import { createStudioRouter } from './app/routes.tsx';
import { ConsoleProvider, createSessionToken } from './app/session.tsx';
import { takeNonce } from './start/style-nonce.ts';
import { TextProvider } from './text/text-context.tsx';
import { startTheme } from './theme/theme.ts';
import { ConfirmProvider } from './ui/confirm.tsx';
import { ToastProvider } from './ui/toast.tsx';
import { TooltipProvider } from './ui/tooltip.tsx';

startTheme();
takeNonce(document);
const base = takeBaseAddress(document);
const token = createSessionToken();
const queries = new QueryClient({
  defaultOptions: {
    // `navigator.onLine` is false in many closed networks; our server is reachable all the same.
    queries: {
      networkMode: 'always',
      staleTime: 10_000,
      retry: (failures, error) =>
        failures < 2 && isConsoleError(error) && (error.status === 0 || error.status >= 502),
    },
    mutations: { networkMode: 'always' },
  },
});
const client = createConsoleClient({
  routes: routeTable,
  base: new URL('console/api/', base).href,
  language: () => document.documentElement.lang,
  csrfToken: () => token.get(),
  fetch: (...request) => fetch(...request),
  onSignedOut: () => queries.setQueryData(['session'], null),
});
const router = createStudioRouter(base.pathname);
const root = document.getElementById('root');
if (!root) throw new Error('The page lacks its root.');
Object.assign(window, { outpostStarted: true });
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <ConsoleProvider console={{ client, token, base }}>
        <TextProvider>
          <TooltipProvider>
            <ToastProvider>
              <ConfirmProvider>
                <RouterProvider router={router} />
              </ConfirmProvider>
            </ToastProvider>
          </TooltipProvider>
        </TextProvider>
      </ConsoleProvider>
    </QueryClientProvider>
  </StrictMode>,
);
