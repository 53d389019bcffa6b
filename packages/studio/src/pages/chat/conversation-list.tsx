import type { SiteConversation } from '@outpost/contracts';
import { useEffect, useRef, useState } from 'react';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { SiteIcon } from '../parts/site-icon.tsx';
import { ToolButton } from '../parts/tool-button.tsx';
import { useVisit } from '../visit-context.ts';
import styles from './conversation-list.module.css';
import type { Chat } from './use-chat.ts';

interface ConversationListProps {
  readonly chat: Chat;
  /** On narrow screens it lies over the conversation, when asked for. */
  readonly isOpen: boolean;
  readonly onOpen: (id: string | null) => void;
  readonly onClose: () => void;
}

export function ConversationList({ chat, isOpen, onOpen, onClose }: ConversationListProps) {
  const text = useText();
  const { site, base } = useVisit();
  const { conversations, conversationId, hasMoreConversations } = chat.state;
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    list.current?.querySelector('button')?.focus();
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') onClose();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [isOpen, onClose]);
  return (
    <>
      {isOpen && <div className={styles['veil']} onClick={onClose} aria-hidden="true" />}
      <nav
        ref={list}
        className={styles['list']}
        data-open={isOpen || undefined}
        aria-label={text('site.conversations')}
      >
        <div className={styles['head']}>
          <SiteIcon site={site} base={base} size={30} />
          <span className={styles['title']}>{site.title}</span>
        </div>
        <Button
          icon="edit"
          className={styles['new']}
          aria-current={conversationId === null ? 'page' : undefined}
          onClick={() => onOpen(null)}
        >
          {text('site.newChat')}
        </Button>
        {conversations.length === 0 && (
          <p className={styles['empty']}>{text('site.noConversations')}</p>
        )}
        <ul className={styles['items']}>
          {conversations.map((conversation) => (
            <Item
              key={conversation.id}
              chat={chat}
              conversation={conversation}
              isCurrent={conversation.id === conversationId}
              onOpen={() => onOpen(conversation.id)}
            />
          ))}
        </ul>
        {hasMoreConversations && (
          <Button look="quiet" size="s" onClick={() => void chat.loadMoreConversations()}>
            {text('site.more')}
          </Button>
        )}
      </nav>
    </>
  );
}

interface ItemProps {
  readonly chat: Chat;
  readonly conversation: SiteConversation;
  readonly isCurrent: boolean;
  readonly onOpen: () => void;
}

function Item({ chat, conversation, isCurrent, onOpen }: ItemProps) {
  const text = useText();
  const [mode, setMode] = useState<'shown' | 'menu' | 'rename' | 'delete'>('shown');
  const { id, name, pinned } = conversation;
  const leave = (): void => setMode('shown');
  if (mode === 'rename')
    return (
      <li>
        <Rename
          name={name}
          onDone={(next) => {
            leave();
            if (next !== name && next !== '') void chat.change(id, { name: next });
          }}
        />
      </li>
    );
  if (mode === 'delete')
    return (
      <li
        className={styles['confirm']}
        role="alertdialog"
        aria-label={text('site.deleteWords', { name })}
      >
        <p>{text('site.deleteWords', { name })}</p>
        <Button size="s" look="danger" onClick={() => void chat.remove(id)} autoFocus>
          {text('site.delete')}
        </Button>
        <Button size="s" look="quiet" onClick={leave}>
          {text('common.cancel')}
        </Button>
      </li>
    );
  return (
    <li
      className={styles['item']}
      data-current={isCurrent || undefined}
      onKeyDown={(event) => event.key === 'Escape' && leave()}
    >
      <button
        type="button"
        className={styles['name']}
        aria-current={isCurrent ? 'page' : undefined}
        onClick={onOpen}
      >
        {pinned && <Icon name="pin" size={13} label={text('site.pinned')} />}
        <span>{name}</span>
      </button>
      <ToolButton
        size="s"
        icon="more"
        label={text('site.more')}
        className={styles['more']}
        aria-expanded={mode === 'menu'}
        onClick={() => setMode(mode === 'menu' ? 'shown' : 'menu')}
      />
      {mode === 'menu' && (
        <div className={styles['menu']}>
          <Button
            look="quiet"
            size="s"
            icon="pin"
            onClick={() => {
              leave();
              void chat.change(id, { pinned: !pinned });
            }}
          >
            {text(pinned ? 'site.unpin' : 'site.pin')}
          </Button>
          <Button look="quiet" size="s" icon="edit" onClick={() => setMode('rename')}>
            {text('site.rename')}
          </Button>
          <Button look="quiet" size="s" icon="trash" onClick={() => setMode('delete')}>
            {text('site.delete')}
          </Button>
        </div>
      )}
    </li>
  );
}

function Rename({
  name,
  onDone,
}: {
  readonly name: string;
  readonly onDone: (name: string) => void;
}) {
  const text = useText();
  const [written, setWritten] = useState(name);
  return (
    <TextInput
      value={written}
      onChange={setWritten}
      aria-label={text('site.name')}
      maxLength={255}
      autoFocus
      onFocus={(event) => event.target.select()}
      onBlur={() => onDone(written.trim())}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) onDone(written.trim());
        if (event.key === 'Escape') onDone(name);
      }}
    />
  );
}
