/** What the account can spend. Whole cents are cut; the dollar text is finer and is preferred. */
import { z } from "zod";
import type { Balance } from "../../../domain/account.ts";
import type { Money } from "../../../domain/numbers.ts";
import { looseMoney, looseWhole } from "./fields.ts";

const microsPerCent = 10_000;

export const BalanceShape = z
  .object({
    balance: looseWhole,
    balance_dollars: looseMoney,
    portfolio_value: looseWhole,
    updated_ts: looseWhole,
  })
  .transform(({ balance, balance_dollars, portfolio_value, updated_ts }, context): Balance => {
    const cents = balance === undefined ? undefined : ((balance * microsPerCent) as Money);
    const cash = balance_dollars ?? cents;
    if (cash === undefined) {
      context.addIssue({ code: "custom", message: "no balance" });
      return z.NEVER;
    }
    return {
      cash,
      holdings:
        portfolio_value === undefined ? undefined : ((portfolio_value * microsPerCent) as Money),
      at: updated_ts === undefined ? undefined : updated_ts * 1000,
    };
  });
