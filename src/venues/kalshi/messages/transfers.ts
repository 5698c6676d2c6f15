/** Money moved into and out of the account. */
import { z } from "zod";
import { type Money, NO_MONEY, plus } from "../../../domain/numbers.ts";
import { cursorField, looseText, looseWhole, type Page } from "./fields.ts";

const microsPerCent = 10_000;

/** Only what was carried out moved the cash; what is pending or came back did not. */
const TransferShape = z
  .object({ status: looseText, amount_cents: looseWhole, fee_cents: looseWhole })
  .transform(({ status, amount_cents, fee_cents }): Money => {
    if (status !== "applied") return NO_MONEY;
    return (((amount_cents ?? 0) - (fee_cents ?? 0)) * microsPerCent) as Money;
  });

export const DepositsPageShape = z
  .object({ deposits: z.array(TransferShape), cursor: cursorField })
  .transform(({ deposits, cursor }): Page<Money> => ({ rows: deposits, cursor }));

export const WithdrawalsPageShape = z
  .object({ withdrawals: z.array(TransferShape), cursor: cursorField })
  .transform(({ withdrawals, cursor }): Page<Money> => ({ rows: withdrawals, cursor }));

export function sumOf(amounts: readonly Money[]): Money {
  return amounts.reduce(plus, NO_MONEY);
}
