import { useState } from 'react';
import { useText } from '../text/text-context.tsx';
import { Icon } from '../ui/icon.tsx';
import { fileAddress, useAnswerSurroundings } from './answer-context.ts';
import styles from './answer.module.css';
import type { Media } from './nodes.ts';

const elsewhereWords = {
  image: 'answer.elsewhereImage',
  audio: 'answer.elsewhereAudio',
  video: 'answer.elsewhereVideo',
} as const;

/** A picture, sound or film that lies here; one that lies elsewhere is a link that says so. */
export function MediaView({ media }: { readonly media: Media }) {
  const text = useText();
  const { base } = useAnswerSurroundings();
  const [failed, setFailed] = useState(false);
  const { kind, source, elsewhere, words, width, height } = media;
  if (source === null || failed) {
    const said = words || text('answer.noLoad');
    if (elsewhere === null) return <span className={styles['noMedia']}>{said}</span>;
    return (
      <a
        className={styles['elsewhere']}
        href={elsewhere}
        target="_blank"
        rel="noopener noreferrer nofollow"
      >
        <Icon name={kind === 'image' ? 'image' : kind === 'audio' ? 'speaker' : 'play'} size={15} />
        {words || text(elsewhereWords[kind], { host: hostOf(elsewhere) })}
        <Icon name="external" size={13} />
      </a>
    );
  }
  const address = fileAddress(base, source);
  const fail = (): void => setFailed(true);
  if (kind === 'audio')
    return (
      <audio className={styles['audio']} controls preload="metadata" src={address} onError={fail} />
    );
  if (kind === 'video')
    return (
      <video
        className={styles['video']}
        controls
        preload="metadata"
        src={address}
        aria-label={words || undefined}
        onError={fail}
      />
    );
  const picture = (
    <img
      className={styles['image']}
      src={address}
      alt={words}
      loading="lazy"
      width={width ?? undefined}
      height={height ?? undefined}
      onError={fail}
    />
  );
  if (address.startsWith('data:')) return picture;
  return (
    <a
      href={address}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={words || text('answer.image')}
    >
      {picture}
    </a>
  );
}

function hostOf(address: string): string {
  try {
    return new URL(address).host;
  } catch {
    return address;
  }
}
