import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect } from "vitest";
import { test } from "../setup/browser.ts";

const html = `<!doctype html><html lang="en"><title>Small page</title>
<button>Press</button><output>0</output>
<script>
  const output = document.querySelector("output");
  document.querySelector("button").addEventListener("click", () => {
    output.textContent = (1234.5).toLocaleString(undefined, { minimumFractionDigits: 2 });
  });
</script></html>`;

let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === "/") response.setHeader("content-type", "text/html").end(html);
    else response.writeHead(request.url === "/favicon.ico" ? 204 : 404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test("a page is opened, clicked and read in a real browser", async ({ openPage }) => {
  const { page, troubles, strangers } = await openPage(url);
  await page.getByRole("button", { name: "Press" }).click();
  expect(await page.locator("output").textContent()).toBe("1,234.50");
  expect(await page.evaluate(() => navigator.language)).toBe("en-US");
  expect(troubles).toEqual([]);
  expect(strangers).toEqual([]);
});

test("the page's security is on: another origin is not readable", async ({ openPage }) => {
  const { page } = await openPage(url);
  const other = url.replace("127.0.0.1", "localhost");
  const read = await page.evaluate(async (address) => {
    try {
      await fetch(address);
      return "read";
    } catch {
      return "refused";
    }
  }, other);
  expect(read).toBe("refused");
});

test("text has a font to be painted with", async ({ openPage }) => {
  const { page } = await openPage(url);
  const picture = await page.screenshot();
  expect(picture.length).toBeGreaterThan(1_000);
  const width = await page.evaluate(() => {
    const context = document.createElement("canvas").getContext("2d");
    if (context === null) return 0;
    context.font = "20px sans-serif";
    return context.measureText("iiii").width - context.measureText("WWWW").width;
  });
  expect(width).toBeLessThan(0);
});

test("what goes wrong in a page is heard", async ({ openPage }) => {
  const { page, troubles } = await openPage(url);
  await page.evaluate(() => {
    setTimeout(() => {
      throw new Error("on purpose");
    });
  });
  await expect.poll(() => troubles).toEqual(["error: on purpose"]);
});
