import type { SiteFile } from '@outpost/contracts';
import { fileAddress } from '../../markdown/answer-context.ts';
import { safeLink } from '../../markdown/safe-address.ts';
import { formatBytes } from '../../text/formats.ts';
import { useTexts } from '../../text/text-context.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { useVisit } from '../visit-context.ts';
import styles from './files.module.css';

const icons: Readonly<Record<SiteFile['type'], IconName>> = {
  image: 'image',
  document: 'document',
  audio: 'speaker',
  video: 'play',
  custom: 'document',
};

/** Files of a question or an answer: pictures and sounds are shown, the rest is there to be had. */
export function FileList({ files }: { readonly files: readonly SiteFile[] }) {
  return (
    <ul className={styles['list']}>
      {files.map((file, index) => (
        <li key={`${file.url}-${index}`}>
          <FileView file={file} />
        </li>
      ))}
    </ul>
  );
}

function FileView({ file }: { readonly file: SiteFile }) {
  const { language } = useTexts();
  const { base } = useVisit();
  const { name, type, url, sizeBytes } = file;
  const isHere = url.startsWith('/files/');
  const address = isHere ? fileAddress(base, url) : safeLink(url);
  if (isHere && address !== null) {
    if (type === 'image')
      return (
        <a href={address} target="_blank" rel="noopener noreferrer" aria-label={name}>
          <img className={styles['picture']} src={address} alt={name} loading="lazy" />
        </a>
      );
    if (type === 'audio') return <audio className={styles['sound']} controls src={address} />;
    if (type === 'video')
      return <video className={styles['film']} controls preload="metadata" src={address} />;
  }
  const content = (
    <>
      <Icon name={icons[type] ?? 'document'} size={17} />
      <span className={styles['name']}>{name || url}</span>
      {sizeBytes >= 0 && <span className={styles['size']}>{formatBytes(sizeBytes, language)}</span>}
    </>
  );
  if (address === null || address === '') return <span className={styles['file']}>{content}</span>;
  return (
    <a
      className={styles['file']}
      href={address}
      target="_blank"
      rel="noopener noreferrer nofollow"
      download={isHere ? name : undefined}
    >
      {content}
    </a>
  );
}
