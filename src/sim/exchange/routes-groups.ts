/** Order groups over REST. */
import { contracts, parseDecimal, quantityText } from "../../domain/numbers.ts";
import type { Quantity } from "../../domain/numbers.ts";
import { groupRefusal } from "./admission.ts";
import type { OrderGroup } from "./groups.ts";
import { isOtherShard } from "./placing.ts";
import type { Desk } from "./placing.ts";
import { failure, json } from "./replies.ts";
import type { Reply } from "./replies.ts";
import { decodeBody, numberOf, text } from "./request-body.ts";
import type { Fields } from "./request-body.ts";
import { DEFAULT_COST, get } from "./rest.ts";
import type { Call, Route } from "./rest.ts";

const groupTypes = {
  contracts_limit: "number",
  contracts_limit_fp: "string",
  subaccount: "number",
  exchange_index: "number",
} as const;

const limitMax = 1_000_000;
const groupsMax = 100_000;

type Limit =
  | { readonly kind: "read"; readonly limit: Quantity | undefined }
  | { readonly kind: "refused"; readonly reply: Reply };

/** Whole contracts, in one or both spellings; both given must say the same. */
function readLimit(fields: Fields): Limit {
  const plain = numberOf(fields, "contracts_limit");
  const spelled = text(fields, "contracts_limit_fp");
  const fixed = spelled === "" ? undefined : parseDecimal(spelled, 2);
  if (plain === undefined && spelled === "") return { kind: "read", limit: undefined };
  const hundredths = plain === undefined ? fixed : plain * 100;
  const agrees = plain === undefined || spelled === "" || fixed === hundredths;
  const count = (hundredths ?? Number.NaN) / 100;
  if (!agrees || !Number.isInteger(count) || count < 1 || count > limitMax) {
    return { kind: "refused", reply: failure(400, "invalid_parameters", "contracts_limit") };
  }
  return { kind: "read", limit: contracts(count) };
}

function shown(desk: Desk, group: OrderGroup): Readonly<Record<string, unknown>> {
  const { limit } = group;
  return {
    is_auto_cancel_enabled: limit !== undefined,
    ...(limit === undefined ? {} : { contracts_limit_fp: quantityText(limit) }),
    exchange_index: desk.floor.switches.shard,
  };
}

function create(desk: Desk, { body }: Call): Reply {
  const decoded = decodeBody(body, groupTypes, true);
  if (decoded.kind === "refused") return decoded.reply;
  const { fields } = decoded;
  const read = readLimit(fields);
  if (read.kind === "refused") return read.reply;
  const wrongPlace = isOtherShard(desk, numberOf(fields, "exchange_index") ?? 0);
  if (wrongPlace || (numberOf(fields, "subaccount") ?? 0) !== 0) {
    return failure(404, "user_not_found");
  }
  if (desk.account.groups.all().length >= groupsMax) return failure(400, "invalid_parameters");
  const group = desk.account.groups.create(read.limit);
  return json(201, {
    order_group_id: group.id,
    subaccount: 0,
    exchange_index: desk.floor.switches.shard,
  });
}

function list(desk: Desk): Reply {
  const groups = desk.account.groups.all();
  return json(200, { order_groups: groups.map((one) => ({ id: one.id, ...shown(desk, one) })) });
}

/** Finds the group of a path and lets `answer` have it. */
function withGroup(desk: Desk, { part }: Call, answer: (group: OrderGroup) => Reply): Reply {
  const group = desk.account.groups.get(part("group"));
  if (group !== undefined) return answer(group);
  return groupRefusal(desk, part("group")) ?? failure(404, "order_group_not_found");
}

/** Changes a group; like every write to what rests, not while the whole exchange pauses. */
function change(desk: Desk, call: Call, act: (group: OrderGroup) => void): Reply {
  if (!desk.pauses.exchangeActive()) return failure(409, "exchange_is_paused");
  return withGroup(desk, call, (group) => {
    act(group);
    return json(200, {});
  });
}

function setLimit(desk: Desk, call: Call): Reply {
  const decoded = decodeBody(call.body, groupTypes);
  if (decoded.kind === "refused") return decoded.reply;
  const read = readLimit(decoded.fields);
  if (read.kind === "refused") return read.reply;
  if (read.limit === undefined) return failure(400, "invalid_parameters", "contracts_limit");
  return change(desk, call, (group) => desk.account.groups.setLimit(group, read.limit));
}

export function groupRoutes(desk: Desk): Route[] {
  const { groups } = desk.account;
  const root = "/portfolio/order_groups";
  const one = `${root}/:group`;
  const write = { auth: true, bucket: "write", cost: DEFAULT_COST } as const;
  return [
    {
      ...write,
      method: "POST",
      pattern: `${root}/create`,
      answer: (call) => create(desk, call),
    },
    get(root, () => list(desk), true),
    get(
      one,
      (call) =>
        withGroup(desk, call, (group) =>
          json(200, { ...shown(desk, group), orders: desk.account.ordersOf(group.id) }),
        ),
      true,
    ),
    {
      ...write,
      method: "PUT",
      pattern: `${one}/limit`,
      answer: (call) => setLimit(desk, call),
    },
    {
      ...write,
      method: "PUT",
      pattern: `${one}/trigger`,
      answer: (call) => change(desk, call, groups.trigger),
    },
    {
      ...write,
      method: "PUT",
      pattern: `${one}/reset`,
      answer: (call) => change(desk, call, groups.reset),
    },
    {
      ...write,
      method: "DELETE",
      pattern: one,
      answer: (call) => change(desk, call, groups.remove),
    },
  ];
}
