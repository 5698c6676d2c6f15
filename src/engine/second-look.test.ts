/** Two feeds that differ: FEEDS_AGREE of the trading semantics, §5. */
import { describe, expect, test } from "vitest";
import { Hand } from "./desk-fixture.ts";
import { gatherFacts, onlyLooking } from "./gather-facts.ts";

const stands = { period: 3, homeScore: 17, awayScore: 10 };
const differs = { ...stands, homeScore: 24 };

type Look = Partial<Record<keyof typeof stands, number | undefined>>;

function night() {
  const hand = new Hand();
  hand.settleIn();
  const look = (told: Look, askedMono = hand.mono): unknown => {
    const news = { ...stands, ...told, kind: "secondLook", askedMono } as const;
    hand.give({ kind: "game", news });
    return gatherFacts(hand.desk, hand.now(), onlyLooking).feeds;
  };
  const facts = (): unknown => gatherFacts(hand.desk, hand.now(), onlyLooking).feeds;
  return { hand, look, facts };
}

const compared = (disagreements: number): object => ({ kind: "compared", disagreements });
const noSecondSource = { kind: "noSecondSource" };

describe("a second look", () => {
  test("disagreements in a row are counted, agreement ends them", () => {
    const { look } = night();
    expect(look(differs)).toEqual(compared(1));
    expect(look(differs)).toEqual(compared(2));
    expect(look(stands)).toEqual(compared(0));
    expect(look({ ...stands, period: 2 })).toEqual(compared(1));
  });

  test("asked for before the score last changed it is about another moment", () => {
    const { hand, look } = night();
    hand.wait(10_000);
    hand.answer({ homeScore: 24 });
    expect(look(stands, 5000)).toEqual(noSecondSource);
    expect(look(stands)).toEqual(compared(1));
  });

  test("a change of score or period on the scoreboard begins anew, a running clock does not", () => {
    const { hand, look, facts } = night();
    look(differs);
    hand.answer({ clockSeconds: 500 });
    expect(facts()).toEqual(compared(1));
    hand.answer({ homeScore: 20 });
    expect(facts()).toEqual(compared(0));
  });

  test("what one of the two does not know is not compared", () => {
    const { hand, look } = night();
    expect(look({ ...differs, period: undefined })).toEqual(noSecondSource);
    hand.answer({ homeScore: undefined });
    expect(look(differs)).toEqual(noSecondSource);
  });

  test("a source that fell silent is none any more", () => {
    const { hand, look, facts } = night();
    look(differs);
    hand.wait(90_000);
    expect(facts()).toEqual(compared(1));
    hand.wait(1);
    expect(facts()).toEqual(noSecondSource);
  });
});
