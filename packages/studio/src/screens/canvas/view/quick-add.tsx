import type { NodeKind } from '@outpost/contracts';
import { useMemo, useState, type KeyboardEvent } from 'react';
import { useText, useTexts } from '../../../text/text-context.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { Icon } from '../../../ui/icon.tsx';
import { kindIcon } from '../../../ui/kind-icons.ts';
import { addableKinds, groups, isRoot } from '../model/kinds.ts';
import { indexOf } from '../model/graph-index.ts';
import { rankBy } from '../model/search.ts';
import { useCanvasTools } from './canvas-tools.tsx';
import { useEditorStore } from './editor-context.tsx';
import styles from './quick-add.module.css';
import { useView, useViewStore, type QuickAddRequest } from './view-store.ts';

/** The search for what to add: opens where it was asked for, with the focus in the field. */
export function QuickAdd() {
  const request = useView(({ quickAdd }) => quickAdd);
  return request && <QuickAddPanel request={request} />;
}

const width = 320;
const height = 420;

function QuickAddPanel({ request }: { readonly request: QuickAddRequest }) {
  const text = useText();
  const view = useViewStore();
  const tools = useCanvasTools();
  const [query, setQuery] = useState('');
  const [place, setPlace] = useState(0);
  const kinds = useAddable(request);
  const found = useFound(kinds, query);
  const close = (): void => {
    view.set({ quickAdd: null });
    tools.focusCanvas();
  };
  const choose = (kind: NodeKind): void => {
    view.set({ quickAdd: null });
    tools.add(kind.type, request);
  };
  const current = Math.min(place, found.length - 1);
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown') setPlace((current + 1) % Math.max(1, found.length));
    else if (event.key === 'ArrowUp')
      setPlace((current - 1 + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter') {
      const kind = found[current];
      if (kind) choose(kind);
    } else if (event.key !== 'Tab') return;
    event.preventDefault();
  };
  const left = Math.max(8, Math.min(request.screen.x, window.innerWidth - width - 8));
  const top = Math.max(8, Math.min(request.screen.y, window.innerHeight - height - 8));
  return (
    <>
      <div className={styles['veil']} onPointerDown={close} onContextMenu={close} />
      <div
        className={styles['panel']}
        style={{ left, top, width, maxHeight: height }}
        role="dialog"
        aria-label={text('canvas.addNode')}
        onKeyDown={onKeyDown}
      >
        <div className={styles['search']}>
          <Icon name="search" size={15} />
          <input
            ref={(field) => field?.focus({ preventScroll: true })}
            value={query}
            placeholder={text('canvas.addSearch')}
            aria-label={text('canvas.addSearch')}
            role="combobox"
            aria-expanded="true"
            aria-controls="quick-add-list"
            aria-activedescendant={found[current] ? `quick-add-${current}` : undefined}
            onChange={(event) => {
              setQuery(event.target.value);
              setPlace(0);
            }}
          />
        </div>
        <KindList
          found={found}
          current={current}
          isGrouped={query === ''}
          onChoose={choose}
          onPoint={setPlace}
        />
      </div>
    </>
  );
}

function KindList({
  found,
  current,
  isGrouped,
  onChoose,
  onPoint,
}: {
  readonly found: readonly NodeKind[];
  readonly current: number;
  readonly isGrouped: boolean;
  readonly onChoose: (kind: NodeKind) => void;
  readonly onPoint: (place: number) => void;
}) {
  const { text, language } = useTexts();
  return (
    <div
      id="quick-add-list"
      className={styles['list']}
      role="listbox"
      aria-label={text('canvas.addNode')}
    >
      {found.length === 0 && <p className={styles['nothing']}>{text('canvas.addNothing')}</p>}
      {found.map((kind, index) => {
        const { group, title, description } = kind.manifest;
        const isFirst = isGrouped && found[index - 1]?.manifest.group !== group;
        return (
          <div key={kind.type} role="presentation">
            {isFirst && <div className={styles['group']}>{text(`canvas.group.${group}`)}</div>}
            <div
              id={`quick-add-${index}`}
              role="option"
              aria-selected={index === current}
              className={classNames(styles['option'], index === current && styles['current'])}
              data-group={group}
              ref={(element) => {
                if (index === current) element?.scrollIntoView({ block: 'nearest' });
              }}
              onPointerMove={() => onPoint(index)}
              onClick={() => onChoose(kind)}
            >
              <span className={styles['icon']}>
                <Icon name={kindIcon(kind.type)} size={15} />
              </span>
              <span className={styles['words']}>
                <span className={styles['title']}>{title[language]}</span>
                <span className={styles['description']}>{description[language]}</span>
              </span>
            </div>
          </div>
        );
      })}
    </div>
  );
}

function useAddable(request: QuickAddRequest): readonly NodeKind[] {
  const editor = useEditorStore();
  return useMemo(() => {
    const { document } = editor.getState();
    const container = indexOf(document.graph).byId.get(request.parentId ?? '')?.kind ?? null;
    const present = new Set(document.graph.nodes.map(({ kind }) => kind));
    const isTied = request.after !== undefined || request.into !== undefined;
    return addableKinds(document.profile.mode, container, present)
      .filter(({ type, traits }) => !isTied || (!isRoot(type) && traits.note !== true))
      .toSorted((a, b) => groups.indexOf(a.manifest.group) - groups.indexOf(b.manifest.group));
  }, [editor, request]);
}

function useFound(kinds: readonly NodeKind[], query: string): readonly NodeKind[] {
  return useMemo(
    () =>
      rankBy(kinds, query, ({ type, manifest }) => [
        manifest.title.en,
        manifest.title.zh,
        type,
        manifest.description.en,
        manifest.description.zh,
      ]),
    [kinds, query],
  );
}
