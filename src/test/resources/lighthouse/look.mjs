// node look.mjs CHROMIUM BASE TIMES PATH...
// Signs in as Ada and looks at each page so many times; one line of JSON for each page: the best scores, the largest layout shift, and
// the audits that are not at 100 and say nothing about time.
import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";

const [chromium, base, times, ...paths] = process.argv.slice(2);
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
// Pages that only their members see keep out of search engines and out of the back-forward cache on purpose.
const NOT_MEANT = ["bf-cache", "is-crawlable"];
const TIMED = ["numeric", "metricSavings"];
const quick = times === "1" ? { pauseAfterFcpMs: 0, pauseAfterLoadMs: 0, networkQuietThresholdMs: 250, cpuQuietThresholdMs: 250 } : {};

// On a busy machine Lighthouse now and then misses the beginning of its own recording (NO_NAVSTART and its like), which says nothing about
// the page: such a look is taken again. What the page itself does wrong is found in any look.
const TRIES = 4;

async function recorded(address) {
  for (let left = TRIES; ; left--) {
    const lhr = await look(address).catch((error) => ({ runtimeError: { message: String(error) } }));
    const unjudged = Object.values(lhr.categories ?? {}).find((it) => it.score === null);
    const missed = lhr.runtimeError?.message ?? (unjudged && "no score for " + unjudged.id);
    if (!missed) {
      return lhr;
    }
    if (left === 1) {
      throw new Error(missed);
    }
    console.error("Taken again: " + missed);
  }
}

async function look(address) {
  const page = await browser.newPage();
  try {
    const { lhr } = await lighthouse(
      address,
      {
        disableStorageReset: true,
        disableFullPageScreenshot: true,
        skipAudits: [...NOT_MEANT, "screenshot-thumbnails", "final-screenshot"],
        formFactor: "desktop",
        screenEmulation: { mobile: false, width: 1280, height: 900, deviceScaleFactor: 1, disabled: false },
        throttlingMethod: "provided",
        ...quick,
      },
      undefined,
      page,
    );
    return lhr;
  } finally {
    await page.close();
  }
}

const browser = await puppeteer.launch({ executablePath: chromium, args: ARGUMENTS });
try {
  const door = await browser.newPage();
  await door.goto(base);
  await Promise.all([door.waitForNavigation(), door.click("button[value=ada]")]);
  for (const path of paths) {
    const seen = { path, address: "", scores: {}, shift: 0, shifted: [], failed: [] };
    for (let time = 0; time < Number(times); time++) {
      const lhr = await recorded(base + path);
      seen.address = lhr.finalDisplayedUrl;
      for (const { id, score } of Object.values(lhr.categories)) {
        seen.scores[id] = Math.max(seen.scores[id] ?? 0, Math.round(score * 100));
      }
      seen.shift = Math.max(seen.shift, lhr.audits["cumulative-layout-shift"].numericValue);
      seen.shifted.push(...(lhr.audits["layout-shifts"].details?.items ?? []).map((it) => `${it.score} ${it.node?.selector} ${it.node?.snippet} ${JSON.stringify(it.subItems ?? {}).slice(0, 300)}`));
      seen.failed = Object.values(lhr.audits)
        .filter((it) => it.score !== null && it.score < 1 && !TIMED.includes(it.scoreDisplayMode))
        .map((it) => `${it.id}: ${it.title} ${JSON.stringify(it.details?.items ?? []).slice(0, 300)}`);
    }
    console.log(JSON.stringify(seen));
  }
} finally {
  await browser.close();
}
