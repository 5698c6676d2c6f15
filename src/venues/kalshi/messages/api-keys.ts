/** The member's keys: what each may do, and until when the location attestation holds. */
import { z } from "zod";
import { idField, looseWhole } from "./fields.ts";

export type ApiKey = {
  readonly keyId: string;
  readonly scopes: readonly string[];
  /** Set when the key may touch one subaccount only. */
  readonly subaccount: number | undefined;
};

export type ApiKeys = {
  readonly keys: readonly ApiKey[];
  /** Unix ms until which the person's location is attested; undefined: never attested. */
  readonly attestedUntil: number | undefined;
};

const key = z
  .object({ api_key_id: idField, scopes: z.array(z.string()), subaccount: looseWhole })
  .transform(
    ({ api_key_id, scopes, subaccount }): ApiKey => ({ keyId: api_key_id, scopes, subaccount }),
  );

export const ApiKeysShape = z
  .object({ api_keys: z.array(key), api_key_region_expiration_ts: looseWhole })
  .transform(
    ({ api_keys, api_key_region_expiration_ts }): ApiKeys => ({
      keys: api_keys,
      attestedUntil:
        api_key_region_expiration_ts === undefined
          ? undefined
          : api_key_region_expiration_ts * 1000,
    }),
  );
