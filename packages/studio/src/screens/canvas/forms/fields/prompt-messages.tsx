import { CodeEditor } from '../../../../editor/code-editor.tsx';
import { PromptEditor } from '../../../../editor/prompt-editor.tsx';
import type { Special } from '../../../../editor/references.ts';
import { useText } from '../../../../text/text-context.tsx';
import { Button } from '../../../../ui/button.tsx';
import { IconButton } from '../../../../ui/icon-button.tsx';
import { Menu } from '../../../../ui/menu.tsx';
import { Select } from '../../../../ui/select.tsx';
import { moved, pathText, recordsIn, textIn, type Config } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';
import styles from './fields.module.css';
import { InputsSetting } from './inputs-setting.tsx';

const path = ['prompt_template'];

/** The messages of a chat prompt, or the one text of a completion model. */
export function PromptMessages({ specials }: { readonly specials: readonly Special[] }) {
  const text = useText();
  const { config, set, problem } = useNodeForm();
  const label = text('forms.prompt');
  const template = config['prompt_template'];
  const isChat = Array.isArray(template);
  const items = isChat ? recordsIn(template) : [{ ...(template as Config | undefined) }];
  const give = (next: readonly Config[]): void => set(label, path, isChat ? next : next[0]);
  const fault = problem(path, true);
  const hasJinja = items.some((item) => item['edition_type'] === 'jinja2');
  return (
    <div data-path={pathText(path)} className={styles['stack']}>
      {items.map((item, index) => (
        <PromptMessage
          // Messages of older files have no id: their place is what they are known by.
          key={index}
          item={item}
          index={index}
          isChat={isChat}
          specials={specials}
          onChange={(changed) => give(items.map((one, at) => (at === index ? changed : one)))}
          onMove={(by) => give(moved(items, index, by))}
          {...(items.length > 1
            ? { onRemove: () => give(items.filter((_, at) => at !== index)) }
            : {})}
        />
      ))}
      {fault !== null && <p className={styles['fault']}>{fault}</p>}
      {isChat && (
        <Button
          size="s"
          look="quiet"
          icon="add"
          className={styles['add']}
          onClick={() => give([...items, newMessage(items)])}
        >
          {text('forms.addMessage')}
        </Button>
      )}
      {hasJinja && (
        <div className={styles['stack']}>
          <span className={styles['lineLabel']}>{text('forms.jinjaVariables')}</span>
          <InputsSetting
            path={['prompt_config', 'jinja2_variables']}
            label={text('forms.jinjaVariables')}
          />
        </div>
      )}
    </div>
  );
}

/** After a question comes an answer, after anything else a question. */
function newMessage(items: readonly Config[]): Config {
  const role = items.at(-1)?.['role'] === 'user' ? 'assistant' : 'user';
  return { id: crypto.randomUUID(), role, text: '' };
}

interface PromptMessageProps {
  readonly item: Config;
  readonly index: number;
  readonly isChat: boolean;
  readonly specials: readonly Special[];
  readonly onChange: (item: Config) => void;
  readonly onMove: (by: 1 | -1) => void;
  readonly onRemove?: () => void;
}

function PromptMessage(props: PromptMessageProps) {
  const { item, isChat, specials, onChange } = props;
  const text = useText();
  const { variables, isReadOnly } = useNodeForm();
  const isJinja = item['edition_type'] === 'jinja2';
  const role = textIn(item['role']) || 'user';
  const label = isChat ? text(`forms.role.${roleKey(role)}`) : text('forms.prompt');
  const shared = {
    label,
    size: isChat && role !== 'system' ? ('s' as const) : ('m' as const),
    readOnly: isReadOnly,
    head: isChat ? (
      <Select
        size="s"
        className={styles['role'] ?? ''}
        label={text('forms.role')}
        value={roleKey(role)}
        options={(['system', 'user', 'assistant'] as const).map((value) => ({
          value,
          label: text(`forms.role.${value}`),
        }))}
        onChange={(next) => onChange({ ...item, role: next })}
      />
    ) : undefined,
    actions: <MessageMenu {...props} isJinja={isJinja} />,
  };
  return isJinja ? (
    <CodeEditor
      {...shared}
      language="jinja"
      value={textIn(item['jinja2_text'])}
      onChange={(value) => onChange({ ...item, jinja2_text: value })}
    />
  ) : (
    <PromptEditor
      {...shared}
      variables={variables}
      specials={specials}
      placeholder={text('forms.promptPlaceholder')}
      value={textIn(item['text'])}
      onChange={(value) => onChange({ ...item, text: value })}
    />
  );
}

function MessageMenu({
  item,
  index,
  isChat,
  isJinja,
  onChange,
  onMove,
  onRemove,
}: PromptMessageProps & { readonly isJinja: boolean }) {
  const text = useText();
  const turn = (): void =>
    onChange(
      isJinja
        ? {
            ...item,
            edition_type: 'basic',
            text: textIn(item['text']) || textIn(item['jinja2_text']),
          }
        : {
            ...item,
            edition_type: 'jinja2',
            jinja2_text: textIn(item['jinja2_text']) || textIn(item['text']),
          },
    );
  return (
    <Menu
      groups={[
        [{ id: 'jinja', label: text('forms.jinja'), checked: isJinja, onSelect: turn }],
        isChat
          ? [
              {
                id: 'up',
                label: text('forms.moveUp'),
                icon: 'arrowUp',
                disabled: index === 0,
                onSelect: () => onMove(-1),
              },
              {
                id: 'down',
                label: text('forms.moveDown'),
                icon: 'arrowDown',
                onSelect: () => onMove(1),
              },
            ]
          : [],
        onRemove
          ? [
              {
                id: 'remove',
                label: text('forms.remove'),
                icon: 'trash',
                danger: true,
                onSelect: onRemove,
              },
            ]
          : [],
      ]}
    >
      <IconButton size="s" icon="more" label={text('forms.messageMenu')} />
    </Menu>
  );
}

function roleKey(role: string): 'system' | 'user' | 'assistant' {
  return role === 'system' || role === 'assistant' ? role : 'user';
}
