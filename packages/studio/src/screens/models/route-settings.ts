/** What the workspace says of models beyond its providers; the body of `saveModelDefaults`. */
export interface ModelRef {
  readonly provider: string;
  readonly name: string;
}

export interface Chain {
  readonly model: ModelRef;
  readonly fallbacks: readonly ModelRef[];
}

export interface RouteSettings {
  readonly defaults: Readonly<Record<string, ModelRef | null>>;
  readonly replacements: readonly { readonly from: ModelRef; readonly to: ModelRef }[];
  readonly chains: readonly Chain[];
}
