/** A folder of this repository, and which other ones its files may import. */
interface Room {
  readonly name: string;
  readonly path: string;
  readonly about: string;
  readonly may: readonly string[];
}

declare const rooms: readonly Room[];
export = rooms;
