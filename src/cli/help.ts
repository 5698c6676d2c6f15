/** What `mnf --help` and `mnf COMMAND --help` say. */

export const COMMANDS = {
  start: "start the desk: the built-in night, a real past game, or tonight's game (default)",
  stop: "STOP trading on the running desk, with proof",
  quit: "end the running desk",
  games: "list the games of the slate",
  doctor: "show what a source sends, or whether an exchange takes our key",
  sim: "run only the simulated ESPN and Kalshi servers",
  predict: "win probabilities for situations read as NDJSON from standard input",
  replay: "prove that a recorded night gives the same decisions again",
  verify: "check the hash chain of a recorded night",
  export: "write the trades of a recorded night as CSV",
} as const;

export type CommandName = keyof typeof COMMANDS;

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

const commandLines = Object.entries(COMMANDS)
  .map(([name, words]) => `  ${name.padEnd(9)} ${words}`)
  .join("\n");

const overview = `mnf: the in-game trading desk for one football game

Usage: mnf COMMAND [OPTIONS]        (npm run mnf -- COMMAND [OPTIONS])

${commandLines}

mnf COMMAND --help tells the options. npm start -- OPTIONS is mnf start OPTIONS.
Every start is PAPER with auto trading off; no real money in any mode. Only what an earlier session
left at the demo exchange makes it DEMO, REDUCE-ONLY. The desk listens on this computer only.`;

const details: Record<CommandName, string> = {
  start: `Usage: mnf start [OPTIONS]

Without options: the built-in night on http://localhost:8000, no key and no network.

Where the game comes from
  --source sim|file|demo|real  default sim; file when --plays is given
  --plays FILE                 a real past game: plays in nflverse columns (CSV, may be gzip)
  --candles FILE               its one-minute Kalshi candles (CSV, may be gzip)
  --game ID                    which game: nflverse id of the plays, or ESPN event id
  --espn-url URL               another ESPN base URL (loopback or the known hosts)
  --kalshi-url URL             another Kalshi base URL (loopback or the known hosts)
  --crowd overreacting|efficient   how the simulated crowd trades
  --espn-lag N                 seconds the simulated scoreboard is behind (default: seeded 5-40)
  --seed N                     seed of everything that is drawn (default 2)
  --speed N|max                1 to 60 times real time, or everything without waiting
                               (default 12 for sim, 1 for file)

The desk
  --port N                     default 8000, or MNF_PORT
  --data DIR                   journals, lock and log; default data/, or MNF_DATA_DIR
  --auto                       start with auto trading ON (PAPER only)
  --set NAME=VALUE             any setting, e.g. --set min_edge=0.05 (repeatable)
  --exit-at-end                after settlement print one JSON line and end
  --host                       refused: the desk listens on this computer only

Orders are really sent in DEMO only: play money, at the built-in exchange (sim, file) or at Kalshi's
demo exchange (demo, with a key). Arm it on the page with the code that the start prints, or with
POST /api/arm. real trades on paper; LIVE is not released.

Keys for real and demo: KALSHI_API_KEY_ID and KALSHI_PRIVATE_KEY_FILE, or
KALSHI_DEMO_API_KEY_ID and KALSHI_DEMO_PRIVATE_KEY_FILE (environment or .env).`,
  stop: `Usage: mnf stop [--data DIR]

STOP: no new orders, cancel what rests, read back. Works without a browser, over a local
socket in the data folder. Prints the proof; exit code 0 only when it is confirmed.`,
  quit: `Usage: mnf quit [--data DIR]

Ends the running desk cleanly.`,
  games: `Usage: mnf games [--espn-url URL]

The slate with kickoff in local time and Eastern time. Without --espn-url it asks ESPN.`,
  doctor: `Usage: mnf doctor espn [--json] [--espn-url URL | --file PAYLOAD]

Each event of ESPN's scoreboard, the fields as sent beside what the desk reads from them.
  --json          an array of one object for each event, null for what is not known
  --espn-url URL  another ESPN base URL (loopback or the known hosts)
  --file PAYLOAD  a saved scoreboard, plain or gzip, instead of the network

Exit code 0: at least one event could be read, or there was none. 1: nothing could be read.

       mnf doctor kalshi [--json] [--source demo|real] [--kalshi-url URL]

One line a check: host, key, place, mode, clock, signature, scopes, attestation, limits,
announced maintenance and fee changes, exchange.
  --source S        which exchange's key and address: real (default) or demo
  --kalshi-url URL  another Kalshi base URL (loopback or the known hosts)

Exit code 0: nothing failed. 1: something did.`,
  sim: `Usage: mnf sim [--json] [--port-espn N] [--port-kalshi N] [--speed N] [--seed N]
               [--crowd overreacting|efficient] [--espn-lag N]
               [--plays FILE --game ID --candles FILE] [--now]

Starts only the two simulated servers on loopback and prints where they are; runs until ended.
--json prints one line for programs. --now: the game is on today, for a client that goes by the
real clock, e.g. mnf start --source demo --espn-url URL --kalshi-url URL.`,
  predict: `Usage: mnf predict < situations.ndjson > predictions.ndjson

One JSON object a line: qtr, game_seconds_remaining, half_seconds_remaining,
quarter_seconds_remaining, home_score, away_score, posteam_is_home, down, ydstogo,
yardline_100, home_timeouts, away_timeouts, receive_2h_ko, spread_line, total_line, neutral,
season, week, game_type; any may be null, NaN or absent, and with qtr the half's or the quarter's
clock is enough. Writes {"home":p,"away":p,"tie":p} a line.
Without both scores or a clock, or for a line that cannot be read, the three are null and "error"
says why. qtr 5 and up is overtime: its clock is quarter_seconds_remaining.`,
  replay: `Usage: mnf replay PATH

PATH: a night's folder, a journal file, or a data folder (its newest night).
Exit code 0: every decision identical. 1: same build and a difference (the first is shown).
3: other build, the differences are listed as changes of behaviour. 2: no journal to read.`,
  verify: `Usage: mnf verify PATH

Checks every link, every group's MAC and the head file; names the first bad record.
Exit code 0: whole. 1: bad.`,
  export: `Usage: mnf export PATH [--kind trades|fills]

The trades (or fills and settlements) of a recorded night as CSV on standard output.`,
};

export function helpText(command: CommandName | undefined): string {
  return command === undefined ? overview : details[command];
}
