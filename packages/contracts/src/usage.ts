/** What a model call took. Prices are exact decimal strings; `unitPrice` is per `priceUnit` tokens (`0.001` = per thousand). */
export interface Usage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly totalTokens: number;
  readonly promptUnitPrice: string;
  readonly completionUnitPrice: string;
  readonly promptPriceUnit: string;
  readonly completionPriceUnit: string;
  readonly promptPrice: string;
  readonly completionPrice: string;
  readonly totalPrice: string;
  readonly currency: string;
  readonly latencyMs: number;
  readonly timeToFirstTokenMs: number | null;
  /** Present when the server told no token counts and they were counted here. */
  readonly estimated?: true;
}

export const noUsage: Usage = {
  promptTokens: 0,
  completionTokens: 0,
  totalTokens: 0,
  promptUnitPrice: '0',
  completionUnitPrice: '0',
  promptPriceUnit: '0',
  completionPriceUnit: '0',
  promptPrice: '0',
  completionPrice: '0',
  totalPrice: '0',
  currency: 'USD',
  latencyMs: 0,
  timeToFirstTokenMs: null,
};
