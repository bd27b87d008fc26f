/** The GUIDs that mean none: nil and max (RFC 9562, §5.9 and §5.10). As a key, they would give two customers one case. */
export const EMPTY_GUIDS: readonly string[] = [
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
];
