/**
 * The published pages at the addresses that Dify's have: `/chat/{code}`, `/chatbot/{code}`,
 * `/completion/{code}`, `/workflow/{code}`, and the script that puts a chat on somebody else's site.
 * One page serves them all; what it needs to know before it can ask – which app, in which colours, or
 * why there is none – is written into it as it is served.
 */
import { randomBytes } from 'node:crypto';
import {
  AppError,
  isChatMode,
  type AppMode,
  type Language,
  type SiteInfo,
} from '@outpost/contracts';
import { languageOf } from '../http/console-router.ts';
import { statusOfError } from '../http/error-response.ts';
import type { Door } from '../http/front-door.ts';
import type { Services } from '../services.ts';
import { openStudioFiles, type StudioFiles } from '../studio/studio-files.ts';
import { presentSite } from './present-site.ts';
import { siteOf, type Site } from './sites.ts';

type PageKind = 'chat' | 'chatbot' | 'completion' | 'workflow';

/** What stands in the page as `site-facts`. */
interface SiteFacts {
  readonly code: string;
  readonly kind: PageKind;
  /** Null when there is an error. */
  readonly site: SiteInfo | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

type Parts = Pick<Services, 'sites' | 'files' | 'store'>;

/** A door for each kind of page, by its prefix. */
export function createSitePagesDoors(
  services: Parts,
  studioFiles: StudioFiles = openStudioFiles(),
): Readonly<Record<string, Door>> {
  const page =
    (kind: PageKind): Door =>
    (request, path) =>
      sitePage(services, studioFiles, { request, path, kind });
  const script: Door = async (request) => {
    const file = await studioFiles.serve('/embed.js', request.headers.get('accept-encoding') ?? '');
    if (!file) throw new AppError('not_found', { details: { thing: '/embed.js' } });
    return file;
  };
  return {
    '/chat': page('chat'),
    '/chatbot': page('chatbot'),
    '/completion': page('completion'),
    '/workflow': page('workflow'),
    '/embed.min.js': script,
    '/embed.js': script,
    '/drawing': () => drawingPage(studioFiles),
  };
}

async function sitePage(
  services: Parts,
  studioFiles: StudioFiles,
  asked: { readonly request: Request; readonly path: string; readonly kind: PageKind },
): Promise<Response> {
  const { request, path, kind } = asked;
  const code = /^\/([A-Za-z0-9_-]{1,64})$/.exec(path)?.[1];
  if (code === undefined || (request.method !== 'GET' && request.method !== 'HEAD'))
    throw new AppError('not_found', { details: { thing: path } });
  const language = languageOf(request);
  const found = await findSite(services, code);
  const { site } = found;
  const rightKind = site && kindOf(site.app.mode, kind);
  // Relative, so that a gateway's port and prefix stay what they are.
  if (rightKind && rightKind !== kind)
    return new Response(null, {
      status: 302,
      headers: { location: `../${rightKind}/${code}${new URL(request.url).search}` },
    });
  const info = site && !found.error ? await presentSite(services, site) : null;
  const facts: SiteFacts = {
    code,
    kind,
    site: info,
    error: found.error && {
      code: found.error.code,
      message: found.error.messageIn(language),
    },
  };
  const nonce = randomBytes(16).toString('base64');
  const html = await studioFiles.readPage('site.html');
  return new Response(withFacts(html, { facts, nonce, language }), {
    status: found.error ? statusOfError(found.error) : 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policyOf(site, nonce),
      'permissions-policy': 'microphone=(self), camera=(), geolocation=()',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  });
}

async function findSite(
  { sites }: Parts,
  code: string,
): Promise<{ readonly site: Site | null; readonly error: AppError | null }> {
  try {
    return { site: await sites.find(code), error: null };
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith('site_')) throw error;
    return { site: await sites.look(code), error };
  }
}

/** The address under which an app of a mode is shown; a chat may be the small one. */
function kindOf(mode: AppMode, asked: PageKind): PageKind {
  if (isChatMode(mode)) return asked === 'chatbot' ? 'chatbot' : 'chat';
  return mode === 'workflow' ? 'workflow' : 'completion';
}

function withFacts(
  html: string,
  {
    facts,
    nonce,
    language,
  }: { readonly facts: SiteFacts; readonly nonce: string; readonly language: Language },
): string {
  const { site } = facts;
  const lang = (site?.language === 'auto' ? undefined : site?.language) ?? language;
  const head = [
    '<base href="../">',
    `<meta name="csp-nonce" content="${nonce}">`,
    `<meta name="appearance" content="${site?.appearance ?? 'auto'}">`,
    site === null ? '' : `<meta name="description" content="${escape(site.description)}">`,
    // Data, not a script: the policy lets no page write one of those.
    `<script type="application/json" id="site-facts">${jsonInHtml(facts)}</script>`,
  ].join('');
  // As functions: a title may hold what a replacement would take for a command.
  return html
    .replace('<html lang="en">', () => `<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">`)
    .replace('<head>', () => `<head>${head}`)
    .replace(/<title>[^<]*<\/title>/, () => `<title>${escape(site?.title ?? 'Outpost')}</title>`);
}

function policyOf(site: Site | null, nonce: string): string {
  return [
    "default-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    // Made by the page itself, or small pictures within an answer.
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    `frame-ancestors ${ancestorsOf(site)}`,
    "base-uri 'self'",
    "form-action 'none'",
    "object-src 'none'",
  ].join('; ');
}

function ancestorsOf(site: Site | null): string {
  const framing = site ? siteOf(site.app).settings.framing : null;
  if (framing?.by === 'origins') return ["'self'", ...framing.origins].join(' ');
  return framing?.by === 'nobody' ? "'none'" : '*';
}

/** Where diagrams are drawn: a page without anything in it whose own styles may be anything. */
async function drawingPage(studioFiles: StudioFiles): Promise<Response> {
  return new Response(await studioFiles.readPage('drawing.html'), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'",
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    },
  });
}

function jsonInHtml(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (sign) => {
    return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
