import { buildPackage } from '../tools/package/build';

// npm run build: dist/, which `npm pack` ships; npm runs it before it packs.
buildPackage();
