import { useState } from 'react';
import { useText } from '../text/text-context.tsx';
import { AppIcon } from './app-icon.tsx';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import styles from './icon-choice.module.css';
import { Popover } from './popover.tsx';

const emojis = Array.from(
  '🤖💬📝📄📊📈🔍🧠💡🎯🛠️⚙️🧪📚🎓✉️📮🗂️🗓️⏱️🧾💰🏛️🏥🏭🚀🛰️🚢⚓🌍🌱🔥💧⭐🎨🎵🎮🧩🔐🛡️🔔📣👥🤝🩺⚖️🍵🥢🏮'.matchAll(
    /\p{Extended_Pictographic}️?/gu,
  ),
  ([emoji]) => emoji,
);
const backgrounds = [
  '#E4FBCC',
  '#D5F5F6',
  '#E0EAFF',
  '#EBE9FE',
  '#FCE7F6',
  '#FEE4E2',
  '#FFEAD5',
  '#FEF7C3',
  '#E9EDF2',
];

interface IconChoiceProps {
  readonly icon: string;
  readonly background: string;
  readonly onChange: (next: { readonly icon: string; readonly background: string }) => void;
}

/** An app's sign: an emoji on a colour. */
export function IconChoice({ icon, background, onChange }: IconChoiceProps) {
  const text = useText();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className={styles['line']}>
      <AppIcon icon={icon} background={background} size={52} />
      <Popover
        open={isOpen}
        onOpenChange={setIsOpen}
        label={text('apps.icon')}
        trigger={<Button size="s">{text('apps.chooseIcon')}</Button>}
      >
        <div className={styles['emojis']}>
          {emojis.map((emoji) => (
            <button
              key={emoji}
              type="button"
              className={classNames(styles['emoji'], emoji === icon && styles['chosen'])}
              aria-pressed={emoji === icon}
              onClick={() => onChange({ icon: emoji, background })}
            >
              {emoji}
            </button>
          ))}
        </div>
        <div className={styles['colours']}>
          {backgrounds.map((colour) => (
            <button
              key={colour}
              type="button"
              aria-label={colour}
              aria-pressed={colour === background}
              className={classNames(styles['colour'], colour === background && styles['chosen'])}
              style={{ background: colour }}
              onClick={() => onChange({ icon, background: colour })}
            />
          ))}
        </div>
      </Popover>
    </div>
  );
}
