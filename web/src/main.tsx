/** The page: follows the desk and shows it. It decides nothing. */
import { render } from "preact";
import "./style/style.css";
import { startLink } from "./link/link.ts";
import { Screen } from "./screen.tsx";

const root = document.getElementById("desk");
if (root === null) throw new Error("the page has no place for the desk");
render(<Screen />, root);
startLink();
