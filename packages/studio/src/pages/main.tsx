import '../start/fill-gaps.ts';
import '../theme/tokens.css';
import '../theme/base.css';
import './page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { takeBaseAddress } from '../api/base-address.ts';
import { takeNonce } from '../start/style-nonce.ts';
import { TextProvider, type LoadMessages } from '../text/text-context.tsx';
import { preferredLanguage, type Language } from '../text/translator.ts';
import { Entry } from './entry.tsx';
import { takeSiteFacts } from './site-facts.ts';
import { startLook } from './site-look.ts';

const loaders: Readonly<Record<Language, () => ReturnType<LoadMessages>>> = {
  en: async () => (await import('../messages/en/page.ts')).pageMessages,
  zh: async () => (await import('../messages/zh/page.ts')).pageMessages,
};
const load: LoadMessages = (language) => loaders[language]();

takeNonce(document);
const base = takeBaseAddress(document);
const facts = takeSiteFacts(document);
startLook(facts.site ?? { appearance: 'auto', accent: null });
const chosen = facts.site?.language ?? 'auto';
const language = chosen === 'auto' ? preferredLanguage(navigator.languages) : chosen;
const root = document.getElementById('root');
if (!root) throw new Error('The page lacks its root.');
Object.assign(window, { outpostStarted: true });
createRoot(root).render(
  <StrictMode>
    <TextProvider first={language} load={load}>
      <Entry facts={facts} base={base} />
    </TextProvider>
  </StrictMode>,
);
