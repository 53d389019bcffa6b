/**
 * An answer as a tree of what may be shown. Whatever a model writes is parsed into these nodes and
 * drawn as elements one by one: no text of an answer ever becomes HTML, so there is nothing to
 * escape and nothing to sanitise afterwards. A node that is not in this list cannot be shown.
 */

/** Checked style values, by their names in CSS as React writes them. */
export type SafeStyle = Readonly<Record<string, string>>;

export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'break' }
  | { readonly type: 'math'; readonly text: string; readonly display: boolean }
  | {
      readonly type: 'link';
      /** Checked; null = the address may not be followed, only the words are shown. */
      readonly href: string | null;
      readonly title: string;
      readonly children: readonly Inline[];
    }
  | Media
  | {
      readonly type: 'styled';
      readonly tag: InlineTag;
      readonly style: SafeStyle;
      readonly children: readonly Inline[];
    }
  | QuickReply;

/** A picture, a sound or a film. */
export interface Media {
  readonly type: 'media';
  readonly kind: 'image' | 'audio' | 'video';
  /** Checked; null = it lies elsewhere and is not loaded. */
  readonly source: string | null;
  /** Where it lies when it is not loaded; null = nowhere that may be opened. */
  readonly elsewhere: string | null;
  readonly words: string;
  readonly width: number | null;
  readonly height: number | null;
}

/** A button that says something for the reader, or opens an address. */
export interface QuickReply {
  readonly type: 'reply';
  readonly words: string;
  readonly message: string | null;
  readonly href: string | null;
  readonly look: 'primary' | 'normal' | 'quiet';
}

export type InlineTag =
  | 'strong'
  | 'em'
  | 'del'
  | 'ins'
  | 'sub'
  | 'sup'
  | 'mark'
  | 'small'
  | 'kbd'
  | 'code'
  | 'span';

export type Block =
  | { readonly type: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly type: 'heading'; readonly level: number; readonly children: readonly Inline[] }
  | { readonly type: 'rule' }
  | {
      readonly type: 'list';
      /** The first number; null = not numbered. */
      readonly start: number | null;
      readonly items: readonly ListItem[];
    }
  | { readonly type: 'quote'; readonly children: readonly Block[] }
  | {
      readonly type: 'code';
      readonly text: string;
      readonly language: string;
      /** False while it is still being written. */
      readonly closed: boolean;
    }
  | { readonly type: 'math'; readonly text: string }
  | {
      readonly type: 'table';
      readonly align: readonly ('left' | 'right' | 'center' | null)[];
      readonly head: readonly TableCell[];
      readonly rows: readonly (readonly TableCell[])[];
    }
  | {
      readonly type: 'details';
      readonly summary: readonly Inline[];
      readonly open: boolean;
      readonly children: readonly Block[];
    }
  | { readonly type: 'thinking'; readonly closed: boolean; readonly children: readonly Block[] }
  | { readonly type: 'box'; readonly style: SafeStyle; readonly children: readonly Block[] }
  | AnswerForm;

export interface ListItem {
  /** Of a list of tasks; null = an ordinary item. */
  readonly checked: boolean | null;
  readonly children: readonly Block[];
}

export interface TableCell {
  readonly children: readonly Inline[];
  readonly columns: number;
  readonly rows: number;
}

/** A form whose values are sent as the reader's next message. */
export interface AnswerForm {
  readonly type: 'form';
  readonly format: 'json' | 'text';
  readonly fields: readonly AnswerFormField[];
  readonly submit: { readonly words: string; readonly look: QuickReply['look'] };
}

export interface AnswerFormField {
  readonly name: string;
  readonly kind:
    | 'text'
    | 'password'
    | 'email'
    | 'number'
    | 'date'
    | 'time'
    | 'datetime'
    | 'checkbox'
    | 'select'
    | 'textarea'
    | 'hidden';
  readonly label: string;
  readonly placeholder: string;
  readonly initial: string | boolean;
  readonly options: readonly string[];
}
