/**
 * References shown as chips. The text keeps `{{#node.name#}}`; a chip takes its place in view, moves
 * as one character, and shows what the reference leads to now: titles change under it.
 */
import { Facet, RangeSetBuilder, type EditorState, type Extension } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  ViewPlugin,
  WidgetType,
  type DecorationSet,
  type ViewUpdate,
} from '@codemirror/view';
import { iconPaths, type IconName } from '../../ui/icon-paths.ts';
import type { ChipLook } from '../chip-look.ts';
import { findReferences, type Notation, type Special } from '../references.ts';

export interface ChipSource {
  readonly notation: Notation;
  readonly specials: readonly Special[];
  readonly look: (selector: readonly string[]) => ChipLook;
  readonly classes: ChipClasses;
}

type ChipClasses = Readonly<
  Record<'chip' | 'faulty' | 'giver' | 'path' | 'icon', string | undefined>
>;

export const chipSource = Facet.define<ChipSource, ChipSource | null>({
  combine: (given) => given[0] ?? null,
});

export function referenceChips(): Extension {
  return ViewPlugin.fromClass(
    class {
      chips: DecorationSet;
      constructor(view: EditorView) {
        this.chips = chipsOf(view.state);
      }
      update(update: ViewUpdate): void {
        const isOther = update.startState.facet(chipSource) !== update.state.facet(chipSource);
        if (update.docChanged || isOther) this.chips = chipsOf(update.state);
      }
    },
    {
      decorations: (plugin) => plugin.chips,
      provide: (plugin) =>
        EditorView.atomicRanges.of((view) => view.plugin(plugin)?.chips ?? Decoration.none),
    },
  );
}

function chipsOf(state: EditorState): DecorationSet {
  const source = state.facet(chipSource);
  if (!source) return Decoration.none;
  const chips = new RangeSetBuilder<Decoration>();
  const text = state.doc.toString();
  for (const { from, to, selector } of findReferences(text, source.notation, source.specials)) {
    const widget = new ChipWidget(source.look(selector), source.classes);
    chips.add(from, to, Decoration.replace({ widget }));
  }
  return chips.finish();
}

class ChipWidget extends WidgetType {
  readonly look: ChipLook;
  readonly classes: ChipClasses;

  constructor(look: ChipLook, classes: ChipClasses) {
    super();
    this.look = look;
    this.classes = classes;
  }

  override eq(other: ChipWidget): boolean {
    const { look } = other;
    return (Object.keys(look) as (keyof ChipLook)[]).every((key) => look[key] === this.look[key]);
  }

  override toDOM(): HTMLElement {
    const { icon, tone, giver, path, fault, hint } = this.look;
    const chip = part('span', this.classes.chip);
    if (fault !== null) chip.classList.add(this.classes.faulty ?? '');
    chip.dataset['tone'] = tone;
    chip.title = [fault, hint].filter(Boolean).join('\n');
    chip.append(iconElement(fault === null ? icon : 'alert', this.classes.icon));
    if (giver !== '') chip.append(part('span', this.classes.giver, giver));
    if (path !== '') chip.append(part('span', this.classes.path, path));
    chip.setAttribute('role', 'img');
    chip.setAttribute('aria-label', [giver, path, fault].filter(Boolean).join(' '));
    return chip;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

function part(name: 'span', className: string | undefined, text = ''): HTMLElement {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

function iconElement(name: IconName, className: string | undefined): SVGElement {
  const icon = document.createElementNS(svgNamespace, 'svg');
  icon.setAttribute('viewBox', '0 0 20 20');
  icon.setAttribute('aria-hidden', 'true');
  if (className) icon.setAttribute('class', className);
  const path = document.createElementNS(svgNamespace, 'path');
  path.setAttribute('d', iconPaths[name]);
  icon.append(path);
  return icon;
}
