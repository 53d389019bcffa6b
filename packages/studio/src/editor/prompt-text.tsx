import { Popover as Primitive } from 'radix-ui';
import {
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useText } from '../text/text-context.tsx';
import { classNames } from '../ui/class-names.ts';
import { chipLook, specialLook } from './chip-look.ts';
import chipStyles from './chip.module.css';
import type { PickerKeys } from './code-mirror/picker-state.ts';
import type { createPromptView, PromptView } from './code-mirror/prompt-view.ts';
import type { ChipSource } from './code-mirror/reference-chips.ts';
import type { Trigger } from './picker-trigger.ts';
import styles from './prompt-editor.module.css';
import type { Notation, Special } from './references.ts';
import { useVariableRows } from './use-variable-rows.ts';
import { rowId, VariableList } from './variable-list.tsx';
import pickerStyles from './variable-picker.module.css';
import type { VariableGroup, VariableScope } from './variable-scope.ts';

export interface PromptTextProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly variables: VariableScope;
  /** How the text names variables; `graph` when absent. */
  readonly notation?: Notation;
  readonly specials?: readonly Special[];
  /** Types offered by the picker; absent = all. */
  readonly accepts?: readonly string[];
  /** Its name for readers of the screen. */
  readonly label: string;
  readonly placeholder?: string;
  readonly oneLine?: boolean;
  readonly readOnly?: boolean;
  /** False in addresses, where a slash is only a slash. */
  readonly opensOnSlash?: boolean;
  readonly className?: string | undefined;
  readonly id?: string | undefined;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: true | undefined;
  readonly ref?: React.Ref<PromptTextHandle>;
}

export interface PromptTextHandle {
  /** Opens the picker at the caret. */
  openPicker(): void;
  focus(): void;
}

type ViewModule = { readonly createPromptView: typeof createPromptView };
// The editor's code comes when the first one is shown.
let loadedModule: ViewModule | null = null;

/** A text with variables in it. The editor is loaded when the first one is shown; until then the text stands there plain. */
export function PromptText(props: PromptTextProps) {
  const { value, variables, notation = 'graph', specials = noSpecials, ref } = props;
  const text = useText();
  const listId = useId();
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<PromptView | null>(null);
  const [module, setModule] = useState(loadedModule);
  const [trigger, setTrigger] = useState<Trigger | null>(null);
  const groups = useMemo(
    () => withSpecials(variables.groups, specials, text),
    [variables, specials, text],
  );
  const list = useVariableRows({
    groups,
    accepts: props.accepts,
    search: trigger?.search ?? '',
    startsWithFirst: trigger !== null && !isBareBrace(value, trigger),
  });
  const isOpen = trigger !== null && list.rows.length > 0;
  const chips = useMemo<ChipSource>(
    () => ({
      notation,
      specials,
      classes: chipStyles,
      look: (selector) => {
        const special = specials.find((known) => selector.length === 1 && selector[0] === known);
        return special ? specialLook(special, text) : chipLook(variables, selector, text);
      },
    }),
    [notation, specials, variables, text],
  );
  const keys: PickerKeys = {
    step(direction) {
      if (isOpen) list.step(direction);
      return isOpen;
    },
    fold: (open) => isOpen && list.foldActive(open),
    choose: () =>
      isOpen && list.chooseActive((row) => view.current?.insertReference(row.variable.selector)),
  };
  const attributes = contentAttributes(
    props,
    isOpen,
    list.active && rowId(listId, list.active),
    listId,
  );
  // The view outlives renderings; it reads what is current from here.
  const latest = useRef({ props, keys, chips, attributes });
  latest.current = { props, keys, chips, attributes };

  useEffect(() => {
    if (module) return;
    void import('./code-mirror/prompt-view.ts').then((loaded) => {
      loadedModule = loaded;
      setModule(loaded);
    });
  }, [module]);
  useLayoutEffect(() => {
    if (!module || !parent.current) return;
    const { current } = latest;
    const {
      oneLine = false,
      readOnly = false,
      opensOnSlash = true,
      placeholder = '',
    } = current.props;
    const created = module.createPromptView({
      parent: parent.current,
      text: current.props.value,
      chips: current.chips,
      signs: opensOnSlash ? '/{\uff5b' : '{\uff5b',
      oneLine,
      readOnly,
      placeholder,
      attributes: current.attributes,
      onChange: (next) => latest.current.props.onChange(next),
      onTrigger: setTrigger,
      onFocus: (focused) => !focused && created.closePicker(),
      keys: () => latest.current.keys,
    });
    view.current = created;
    return () => {
      view.current = null;
      created.destroy();
    };
  }, [module]);
  useLayoutEffect(() => view.current?.setText(value), [value]);
  useLayoutEffect(() => view.current?.setChips(chips), [chips]);
  useLayoutEffect(() => view.current?.setPlaceholder(props.placeholder ?? ''), [props.placeholder]);
  const attributeText = JSON.stringify(attributes);
  useLayoutEffect(
    () => view.current?.setAttributes(JSON.parse(attributeText) as Record<string, string>),
    [attributeText],
  );
  useImperativeHandle(ref, () => ({
    openPicker: () => view.current?.openPicker(),
    focus: () => view.current?.focus(),
  }));

  return (
    <div
      className={classNames(styles['text'], props.oneLine && styles['oneLine'], props.className)}
    >
      <div ref={parent} className={styles['view']} />
      {!module && <div className={styles['plain']}>{value || props.placeholder}</div>}
      <Primitive.Root open={isOpen} modal={false}>
        <Primitive.Anchor virtualRef={caretOf(view, trigger)} />
        <Primitive.Portal>
          <Primitive.Content
            className={pickerStyles['popover']}
            aria-label={text('editor.variables')}
            align="start"
            sideOffset={4}
            collisionPadding={8}
            onOpenAutoFocus={(event) => event.preventDefault()}
            onCloseAutoFocus={(event) => event.preventDefault()}
            onEscapeKeyDown={() => view.current?.closePicker()}
          >
            <VariableList
              id={listId}
              rows={list.rows}
              active={list.active}
              onActive={list.setActive}
              onFold={list.fold}
              onPick={(row) => view.current?.insertReference(row.variable.selector)}
            />
          </Primitive.Content>
        </Primitive.Portal>
      </Primitive.Root>
    </div>
  );
}

const noSpecials: readonly Special[] = [];

function caretOf(view: React.RefObject<PromptView | null>, trigger: Trigger | null) {
  return {
    current: {
      getBoundingClientRect: () =>
        (trigger && view.current?.rectangleAt(trigger.from)) ?? new DOMRect(),
    },
  };
}

/** A single brace may begin some JSON: Enter then stays a line break until somebody chooses. */
function isBareBrace(value: string, { from, search }: Trigger): boolean {
  return search === '' && value[from] !== '/' && value[from + 1] !== '{';
}

function withSpecials(
  groups: readonly VariableGroup[],
  specials: readonly Special[],
  text: ReturnType<typeof useText>,
): readonly VariableGroup[] {
  if (specials.length === 0) return groups;
  const group: VariableGroup = {
    id: '#',
    title: text('editor.specials'),
    icon: 'prompt',
    tone: 'input',
    variables: specials.map((special) => ({
      selector: [special],
      name: text(`editor.special.${special}`),
      type: 'string',
      description: text(`editor.specialHint.${special}`),
    })),
  };
  return [group, ...groups];
}

function contentAttributes(
  props: PromptTextProps,
  isOpen: boolean,
  activeId: string | null,
  listId: string,
): Readonly<Record<string, string>> {
  return {
    'aria-label': props.label,
    'aria-multiline': String(!props.oneLine),
    'aria-haspopup': 'listbox',
    ...(props.id === undefined ? {} : { id: props.id }),
    ...(props['aria-describedby'] === undefined
      ? {}
      : { 'aria-describedby': props['aria-describedby'] }),
    ...(props['aria-invalid'] ? { 'aria-invalid': 'true' } : {}),
    ...(isOpen ? { 'aria-controls': listId } : {}),
    ...(isOpen && activeId !== null ? { 'aria-activedescendant': activeId } : {}),
  };
}
