/** The page: follows the desk and shows it. It decides nothing. */
import { render } from "preact";
import "./style/style.css";
import { startKeys } from "./desk/keys.ts";
import { startTitle } from "./desk/title.ts";
import { startLink } from "./link/link.ts";
import { startAnnouncing } from "./parts/announcer.tsx";
import { Screen } from "./screen.tsx";

const root = document.getElementById("desk");
if (root === null) throw new Error("the page has no place for the desk");
render(<Screen />, root);
startAnnouncing();
startTitle();
startKeys();
startLink();
