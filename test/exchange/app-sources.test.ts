/** What a plan's conditions say reaches both ways in which the app serves a night. */
import { expect, test } from "vitest";
import { createScheduledSource, openBuiltInServers } from "../../src/app/simulated-source.ts";
import { money } from "../../src/domain/numbers.ts";
import { planNight } from "../../src/sim/sim.ts";
import type { Night, NightConditions } from "../../src/sim/sim.ts";

const statusPath = "/exchange/status";
const kind = { kind: "builtIn", crowd: "efficient" } as const;

/** Conditions of which each part can be seen, and the night that they are told of at its start. */
function conditionsWithHandle(): { readonly conditions: NightConditions; night(): Night } {
  let opened: Night | undefined;
  const conditions: NightConditions = {
    cash: money(77_000_000),
    faults: {
      exchange: {
        calls: [{ path: statusPath, fault: { kind: "status", status: 503, carriedOut: false } }],
      },
    },
    script: [
      {
        afterMs: 0,
        happen: (night) => {
          opened = night;
        },
      },
    ],
  };
  return {
    conditions,
    night: () => {
      if (opened === undefined) throw new Error("the night has not begun");
      return opened;
    },
  };
}

test("under the scheduler", async () => {
  const { conditions, night } = conditionsWithHandle();
  const source = createScheduledSource(planNight({ seed: 3, kind, conditions }));
  source.begin();
  expect(night().exchange.member.cash()).toBe(77_000_000);
  const request = {
    method: "GET",
    url: `${source.kalshi.restUrl}${statusPath}`,
    headers: {},
  } as const;
  let status: number | undefined;
  void source.http.request(request, { timeoutMs: 1000, bytesMax: 10_000 }).then((outcome) => {
    status = outcome.kind === "answered" ? outcome.response.status : 0;
  });
  await source.drive?.(() => status !== undefined);
  expect(status).toBe(503);
  await source.close();
});

test("over sockets", async () => {
  const { conditions, night } = conditionsWithHandle();
  const plan = planNight({ seed: 3, kind, conditions });
  const servers = await openBuiltInServers(plan, 1, { espn: 0, kalshi: 0 });
  servers.begin();
  expect(night().exchange.member.cash()).toBe(77_000_000);
  expect((await fetch(`${servers.restUrl}${statusPath}`)).status).toBe(503);
  expect(night().faults.exchange.strikes).toHaveLength(1);
  await servers.close();
});
