import { writeFigures } from '../bench/harness/write-figures';

// npm run figures: the README's table of figures, from bench/report.json. A full `npm run bench` does it by itself.
writeFigures();
