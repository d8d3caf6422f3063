import { mountKlonos } from "./index";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
mountKlonos(root, window.klonosHost);
