/**
 * The few pages of an installation without its studio: the first account, and the console API's
 * reference. They are plain files, load nothing from anywhere else, and speak both languages.
 */
import { AppError } from '@outpost/contracts';
import { openApiDocument } from '../console-api/openapi.ts';
import { languageOf } from '../http/console-router.ts';
import type { Door } from '../http/front-door.ts';
import { apiPage, homePage, setUpPage } from './page-texts.ts';
import { pageScript, pageStyle } from './page-files.ts';
import type { Services } from '../services.ts';

const contentSecurityPolicy =
  "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";

export function createPagesDoor({ accounts }: Pick<Services, 'accounts'>): Door {
  return async (request, path) => {
    const language = languageOf(request);
    switch (path) {
      case '/':
        // Relative, so that a gateway's port and prefix stay what they are.
        return redirect((await accounts.isSetUp()) ? 'apps' : 'setup');
      case '/apps':
        return page(homePage(language));
      case '/setup':
        return (await accounts.isSetUp()) ? redirect('apps') : page(setUpPage(language));
      case '/api-reference':
        return page(apiPage(language));
      case '/openapi.json':
        return Response.json(openApiDocument(language));
      case '/pages.js':
        return file(pageScript, 'text/javascript; charset=utf-8');
      case '/pages.css':
        return file(pageStyle, 'text/css; charset=utf-8');
      default:
        throw new AppError('not_found', { details: { thing: path } });
    }
  };
}

function page(html: string): Response {
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy,
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  });
}

function file(text: string, type: string): Response {
  return new Response(text, { headers: { 'content-type': type, 'cache-control': 'no-cache' } });
}

function redirect(location: string): Response {
  return new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store' } });
}
