import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useText } from '../../text/text-context.tsx';
import { classNames } from '../../ui/class-names.ts';
import { isEmbedded, onEmbeddingConfig, tellParentExpand } from '../embedding.ts';
import { firstValues, inputsOf, faultsOf, type AttachedFile } from '../form-values.ts';
import { Composer } from '../parts/composer.tsx';
import { SiteFooter } from '../parts/site-footer.tsx';
import { SiteIcon } from '../parts/site-icon.tsx';
import { ToolButton } from '../parts/tool-button.tsx';
import { noParent, threadOf } from '../thread.ts';
import { useErrorWords } from '../use-error-words.ts';
import { useVisit } from '../visit-context.ts';
import styles from './chat-page.module.css';
import type { ChatMessage } from './chat-state.ts';
import { ConversationList } from './conversation-list.tsx';
import { Opening } from './opening.tsx';
import { Spoken } from './spoken.tsx';
import { StartForm } from './start-form.tsx';
import { Suggestions } from './suggestions.tsx';
import { Turn } from './turn.tsx';
import { useChat } from './use-chat.ts';
import { useStayAtEnd } from './use-stay-at-end.ts';

/** A conversation with an app, and the list of earlier ones. */
export function ChatPage() {
  const text = useText();
  const { site, base, kind, parameters, address } = useVisit();
  const chat = useChat();
  const { state, ask } = chat;
  const isSmall = kind === 'chatbot';
  const [showsList, setShowsList] = useState(false);
  const [values, setValues] = useState(() => firstValues(parameters.form, address.inputs));
  const [faults, setFaults] = useState<ReturnType<typeof faultsOf>>({});
  const composer = useRef<HTMLTextAreaElement>(null);
  const end = useStayAtEnd(state.messages);

  const thread = useMemo(
    () => threadOf(state.messages, state.chosen),
    [state.messages, state.chosen],
  );
  const last = thread.at(-1)?.message;
  const isAnswering = last?.reply.status === 'running';
  const conversation = state.conversations.find(({ id }) => id === state.conversationId);
  const isNew = state.conversationId === null && thread.length === 0;

  const inputs = useMemo(
    () =>
      isNew ? inputsOf(parameters.form, values) : (conversation?.inputs ?? last?.inputs ?? {}),
    [isNew, parameters.form, values, conversation, last],
  );
  const askNext = useCallback(
    async (query: string, files: readonly AttachedFile[] = []): Promise<boolean> => {
      if (isNew) {
        const found = faultsOf(parameters.form, values);
        setFaults(found);
        if (Object.keys(found).length > 0) return false;
      }
      end.stay();
      return ask({ query, files, inputs, parentId: last?.id ?? noParent });
    },
    [ask, inputs, isNew, last, parameters.form, values, end],
  );
  const say = useCallback((query: string) => void askNext(query), [askNext]);
  const surroundings = useMemo(
    () => ({ base, say: isAnswering ? null : say }),
    [base, say, isAnswering],
  );
  const openConversation = (id: string | null): void => {
    chat.open(id);
    setShowsList(false);
    setFaults({});
    if (id === null) setValues(firstValues(parameters.form, address.inputs));
    composer.current?.focus();
  };
  const again = (message: ChatMessage, parentId: string): void => {
    end.stay();
    void ask({
      query: message.query,
      inputs: message.inputs,
      parentId,
      files: message.files.map((file) => ({
        name: file.name,
        type: file.type,
        reference:
          file.id === null
            ? { type: file.type, transfer_method: 'remote_url', url: file.url }
            : { type: file.type, transfer_method: 'local_file', upload_file_id: file.id },
      })),
    });
  };

  return (
    <div className={classNames(styles['page'], isSmall && styles['small'])}>
      <ConversationList
        chat={chat}
        isOpen={showsList}
        onOpen={openConversation}
        onClose={() => setShowsList(false)}
      />
      <div className={styles['main']}>
        <header className={styles['header']}>
          <ToolButton
            icon="sidebar"
            label={text('site.conversations')}
            className={styles['listButton']}
            aria-expanded={showsList}
            onClick={() => setShowsList(!showsList)}
          />
          <span className={styles['brand']}>
            <SiteIcon site={site} base={base} size={26} />
          </span>
          <h1 className={styles['title']}>
            {isSmall ? site.title : (conversation?.name ?? site.title)}
          </h1>
          <ToolButton
            icon="edit"
            label={text('site.newChat')}
            className={styles['listButton']}
            onClick={() => openConversation(null)}
          />
          {isSmall && <ExpandButton />}
        </header>
        <div ref={end.frame} className={styles['scroll']} onScroll={end.onScroll}>
          <main className={styles['column']}>
            {state.hasOlder && (
              <button
                type="button"
                className={styles['older']}
                onClick={() => void chat.loadOlder()}
              >
                {text('site.loadOlder')}
              </button>
            )}
            {parameters.form.length > 0 && (
              <StartForm
                form={parameters.form}
                values={values}
                faults={faults}
                told={isNew ? null : inputs}
                onChange={setValues}
              />
            )}
            {!state.isLoading && !state.hasOlder && (
              <Opening isNew={isNew} values={values} surroundings={surroundings} onAsk={say} />
            )}
            <ol className={styles['turns']}>
              {thread.map(({ message, parentId, siblings }) => (
                <Turn
                  key={message.id}
                  message={message}
                  siblings={siblings}
                  isLast={message === last}
                  isBusy={isAnswering}
                  surroundings={surroundings}
                  onRate={(rating) => chat.rate(message, rating)}
                  onAgain={() => again(message, parentId)}
                  onChoose={(id) => chat.choose(parentId, id)}
                />
              ))}
            </ol>
            {!isAnswering && <Suggestions questions={state.suggestions} onAsk={say} />}
          </main>
        </div>
        <div className={styles['foot']}>
          {!end.isAtEnd && (
            <ToolButton
              icon="arrowDown"
              label={text('site.toEnd')}
              className={styles['toEnd']}
              onClick={end.stay}
            />
          )}
          <Fault chat={chat} />
          <Composer
            ref={composer}
            isAnswering={isAnswering}
            onAsk={askNext}
            onStop={() => last && chat.stop(last)}
          />
          <SiteFooter />
        </div>
      </div>
      <Spoken message={last} />
    </div>
  );
}

/** In a frame that a button opened, the page may ask for more room. */
function ExpandButton() {
  const text = useText();
  const [isToggled, setToggled] = useState(false);
  const [isLarge, setLarge] = useState(false);
  useEffect(() => onEmbeddingConfig(({ isToggledByButton }) => setToggled(isToggledByButton)), []);
  if (!isEmbedded() || !isToggled) return null;
  return (
    <ToolButton
      icon={isLarge ? 'collapse' : 'expand'}
      label={text(isLarge ? 'site.smaller' : 'site.expand')}
      onClick={() => {
        setLarge(!isLarge);
        tellParentExpand();
      }}
    />
  );
}

function Fault({ chat }: { readonly chat: ReturnType<typeof useChat> }) {
  const text = useText();
  const words = useErrorWords();
  if (!chat.isConnected)
    return (
      <p className={styles['fault']} role="status">
        {text('site.lost')}
      </p>
    );
  if (chat.fault === null) return null;
  return (
    <p className={styles['fault']} role="alert">
      {words(chat.fault)}
      <ToolButton
        size="s"
        icon="close"
        label={text('common.close')}
        onClick={() => chat.forgetFault()}
      />
    </p>
  );
}
