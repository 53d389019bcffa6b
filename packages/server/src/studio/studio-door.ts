/**
 * The studio in the browser and the console API's reference. The studio is one page for all its
 * addresses; what the page needs to know of its surroundings – where it is, and the nonce by which
 * its own style elements pass the content security policy – is written into it as it is served.
 */
import { randomBytes } from 'node:crypto';
import { AppError } from '@outpost/contracts';
import { openApiDocument } from '../console-api/openapi.ts';
import { languageOf } from '../http/console-router.ts';
import type { Door } from '../http/front-door.ts';
import type { Services } from '../services.ts';
import { apiReferencePage, apiReferenceStyle } from './api-reference.ts';
import { openStudioFiles, type StudioFiles } from './studio-files.ts';

export function createStudioDoor(
  { accounts }: Pick<Services, 'accounts'>,
  files: StudioFiles = openStudioFiles(),
): Door {
  return async (request, path) => {
    const language = languageOf(request);
    switch (path) {
      case '/':
        // Relative, so that a gateway's port and prefix stay what they are.
        return redirect((await accounts.isSetUp()) ? 'apps' : 'setup');
      case '/setup':
        return (await accounts.isSetUp()) ? redirect('apps') : studioPage(files, path);
      case '/api-reference':
        return page(apiReferencePage(language), "default-src 'self'");
      case '/api-reference.css':
        return new Response(apiReferenceStyle, {
          headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' },
        });
      case '/openapi.json':
        return Response.json(openApiDocument(language));
    }
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new AppError('not_found', { details: { thing: `${request.method} on ${path}` } });
    const file = await files.serve(path, request.headers.get('accept-encoding') ?? '');
    if (file) return file;
    // Whatever looks like a file was meant to be one; every other address is the studio's.
    if (/\.[a-z0-9]{1,5}$/i.test(path))
      throw new AppError('not_found', { details: { thing: path } });
    return studioPage(files, path);
  };
}

async function studioPage(files: StudioFiles, path: string): Promise<Response> {
  const nonce = randomBytes(16).toString('base64');
  const html = await files.readPage('index.html');
  return page(
    html.replace('<head>', `<head>${pageFacts(path, nonce)}`),
    // `data:` and `blob:` pictures are made by the page itself: thumbnails, exported graphs.
    `default-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data: blob:; media-src 'self' blob:; worker-src 'self' blob:`,
  );
}

/** The way from a page back to the installation's root, and the nonce for style elements. */
function pageFacts(path: string, nonce: string): string {
  const depth = path.split('/').length - 2;
  const toRoot = depth === 0 ? './' : '../'.repeat(depth);
  return `<base href="${toRoot}"><meta name="csp-nonce" content="${nonce}">`;
}

function page(html: string, policy: string): Response {
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `${policy}; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'`,
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  });
}

function redirect(location: string): Response {
  return new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store' } });
}
