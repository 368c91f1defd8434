import { writeFigures } from '../tools/bench/harness/write-figures';

// npm run figures: the README's table of figures, from tools/bench/report.json. A full `npm run bench` does it by itself.
writeFigures();
