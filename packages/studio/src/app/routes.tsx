/**
 * Every address of the studio. A screen's code is loaded when its address is first opened; the
 * groups below decide what stands around it: nothing, the shell, or the shell with an app's menu.
 */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { newAppStarts, type NewAppStart } from '../screens/apps/new-app-starts.ts';
import { AppFrame } from './app-frame.tsx';
import { NotFound, ScreenFailure } from './screen-failure.tsx';
import { Shell } from './shell.tsx';
import { SignedInOnly } from './signed-in-only.tsx';

const root = createRootRoute({ component: Outlet });

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('../screens/arrival/set-up.tsx'), 'SetUpScreen'),
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Readonly<Record<string, unknown>>): { readonly to?: string } =>
    typeof search['to'] === 'string' ? { to: search['to'] } : {},
  component: lazyRouteComponent(() => import('../screens/arrival/sign-in.tsx'), 'SignInScreen'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: SignedInOnly,
});
const shell = createRoute({ getParentRoute: () => signedIn, id: 'shell', component: Shell });

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/apps', replace: true });
  },
});
const apps = createRoute({
  getParentRoute: () => shell,
  path: '/apps',
  validateSearch: (
    search: Readonly<Record<string, unknown>>,
  ): { readonly create?: NewAppStart } => {
    const create = newAppStarts.find((start) => start === search['create']);
    return create === undefined ? {} : { create };
  },
  component: lazyRouteComponent(() => import('../screens/apps/apps-screen.tsx'), 'AppsScreen'),
});
const models = createRoute({
  getParentRoute: () => shell,
  path: '/models',
  component: lazyRouteComponent(
    () => import('../screens/models/models-screen.tsx'),
    'ModelsScreen',
  ),
});
/** An app by its id alone: leads to the screen on which an app of its kind is made. */
const openApp = createRoute({
  getParentRoute: () => shell,
  path: '/apps/$appId',
  component: lazyRouteComponent(() => import('../screens/apps/open-app.tsx'), 'OpenApp'),
});

const app = createRoute({ getParentRoute: () => signedIn, id: 'app', component: AppFrame });
const canvas = createRoute({
  getParentRoute: () => app,
  path: '/apps/$appId/canvas',
  component: lazyRouteComponent(
    () => import('../screens/canvas/canvas-screen.tsx'),
    'CanvasScreen',
  ),
});
const promptLab = createRoute({
  getParentRoute: () => app,
  path: '/apps/$appId/prompt',
  component: lazyRouteComponent(
    () => import('../screens/prompt-lab/prompt-lab-screen.tsx'),
    'PromptLabScreen',
  ),
});
const tests = createRoute({
  getParentRoute: () => app,
  path: '/apps/$appId/tests',
  component: lazyRouteComponent(
    () => import('../screens/test-sets/test-sets-screen.tsx'),
    'TestSetsScreen',
  ),
});

const runs = createRoute({
  getParentRoute: () => app,
  path: '/apps/$appId/runs',
  validateSearch: (search: Readonly<Record<string, unknown>>): { readonly run?: string } =>
    typeof search['run'] === 'string' ? { run: search['run'] } : {},
  component: lazyRouteComponent(() => import('../screens/runs/runs-screen.tsx'), 'RunsScreen'),
});

const routeTree = root.addChildren([
  setUp,
  signIn,
  signedIn.addChildren([
    shell.addChildren([home, apps, models, openApp]),
    app.addChildren([canvas, promptLab, tests, runs]),
  ]),
]);

/** `basePath` is the installation's prefix, e.g. `/ai/`. */
export function createStudioRouter(basePath: string) {
  return createRouter({
    routeTree,
    basepath: basePath,
    defaultPreload: 'intent',
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: ScreenFailure,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createStudioRouter>;
  }
}
