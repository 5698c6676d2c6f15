/** Pauses of the whole exchange. */
export interface Pauses {
  exchangeActive(): boolean;
  tradingActive(): boolean;
  /** Undefined leaves a flag as it is. */
  set(change: { readonly exchange?: boolean; readonly trading?: boolean }): void;
}

export function createPauses(): Pauses {
  let exchange = true;
  let trading = true;
  return {
    exchangeActive: () => exchange,
    tradingActive: () => trading,
    set: (change) => {
      exchange = change.exchange ?? exchange;
      trading = change.trading ?? trading;
    },
  };
}
