import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { test as base, inject } from "vitest";
import type {} from "./chromium-server.ts";

/** A page under test, and everything that went wrong in it so far. */
export type OpenedPage = {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of scripts and of the console, failed requests; in order. */
  readonly troubles: readonly string[];
  /** Addresses asked for that are not the page's own origin. */
  readonly strangers: readonly string[];
};

/** How a page is opened; what is left out is a desk screen of 1440 by 900 in the dark theme. */
export type Look = {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: "light" | "dark";
  readonly timezone?: string;
};

export type OpenPage = (url: string, look?: Look) => Promise<OpenedPage>;

/**
 * `test` with an `openPage(url)`: each call opens a page in a fresh context (no cookies, no
 * storage of another test). All of them are closed when the test ends.
 */
export const test = base.extend<{ openPage: OpenPage; browser: Browser }>({
  // oxlint-disable-next-line no-empty-pattern -- vitest reads the names of fixtures from here
  browser: async ({}, use) => {
    const browser = await chromium.connect(inject("chromium"));
    await use(browser);
    await browser.close();
  },
  openPage: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (url, look = {}) => {
      const context = await browser.newContext({
        locale: "en-US",
        timezoneId: look.timezone ?? "America/New_York",
        viewport: { width: look.width ?? 1440, height: look.height ?? 900 },
        colorScheme: look.theme ?? "dark",
      });
      contexts.push(context);
      return open(context, url);
    });
    for (const context of contexts) await context.close();
  },
});

async function open(context: BrowserContext, url: string): Promise<OpenedPage> {
  const page = await context.newPage();
  const troubles: string[] = [];
  const strangers: string[] = [];
  const { host } = new URL(url);
  page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") troubles.push(`console: ${message.text()}`);
  });
  page.on("requestfailed", (request) => {
    troubles.push(`request: ${request.url()} ${request.failure()?.errorText ?? ""}`);
  });
  page.on("request", (request) => {
    const asked = new URL(request.url());
    if (/^(https?|wss?):$/.test(asked.protocol) && asked.host !== host) {
      strangers.push(request.url());
    }
  });
  await page.goto(url);
  return { page, context, troubles, strangers };
}
