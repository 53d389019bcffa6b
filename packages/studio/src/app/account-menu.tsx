import { useText, useTexts } from '../text/text-context.tsx';
import { languages, type Language } from '../text/translator.ts';
import { chooseTheme, useThemeChoice, type ThemeChoice } from '../theme/theme.ts';
import { Menu, type MenuGroups } from '../ui/menu.tsx';
import styles from './account-menu.module.css';
import { useConsole, useSession, useSetSession } from './session.tsx';

/** Whoever is signed in, with language, theme and the way out. */
export function AccountMenu() {
  const { language, setLanguage } = useTexts();
  const text = useText();
  const { account } = useSession();
  const { client, base } = useConsole();
  const setSession = useSetSession();
  const theme = useThemeChoice();
  const themes: readonly (readonly [ThemeChoice, string])[] = [
    ['light', text('shell.themeLight')],
    ['dark', text('shell.themeDark')],
    ['system', text('shell.themeSystem')],
  ];
  const groups: MenuGroups = [
    themes.map(([choice, label]) => ({
      id: choice,
      label,
      checked: theme === choice,
      onSelect: () => chooseTheme(choice),
    })),
    Object.entries(languages).map(([code, label]) => ({
      id: code,
      label,
      checked: language === code,
      onSelect: () => setLanguage(code as Language),
    })),
    [
      {
        id: 'api',
        label: text('shell.apiReference'),
        icon: 'book',
        onSelect: () => window.open(new URL('api-reference', base), '_blank', 'noopener'),
      },
      {
        id: 'sign-out',
        label: text('shell.signOut'),
        icon: 'arrowRight',
        onSelect: () => {
          void client.call('signOut').finally(() => setSession(null));
        },
      },
    ],
  ];
  return (
    <Menu groups={groups} align="start">
      <button type="button" className={styles['account']} aria-label={text('shell.account')}>
        {firstLetters(account.name)}
      </button>
    </Menu>
  );
}

function firstLetters(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? words.map((word) => Array.from(word)[0]) : Array.from(name);
  return letters
    .slice(0, /\p{Script=Han}/u.test(name) ? 1 : 2)
    .join('')
    .toUpperCase();
}
