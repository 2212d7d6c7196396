"""Backups: everything that an installation keeps, in one sealed file.

The file, format 1, from the outside in:

*Sealed.* ``KOMINBAK``, one byte 1 (the format), one byte the base-2 logarithm of scrypt's cost,
16 bytes of salt; this is the head. Then chunks: 64 KiB of content, the last one shorter or empty,
each sealed with ChaCha20-Poly1305 under the key that scrypt (r = 8, p = 1) makes of the salt and
the passphrase (UTF-8, NFKC). A chunk's nonce is its number (11 bytes, big-endian, from 0) and one
byte that is 1 for the last chunk and 0 for all others; the head is the associated data of every
chunk. So nothing can be changed, left out, added, put in another order or cut off unnoticed. This
is the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015).

*Compressed.* The content is one zlib stream.

*Lines.* Each line is JSON in UTF-8. The first is an object: format, instant, engine, migrations
applied. For each table an object (table, columns, kinds), then each row as an array of values,
then an object with their number. For each file of the data folder an object (path), then its
bytes in base64, then an object with its size. The last is an object with the totals. Values are
spelled alike whatever the engine: instants in UTC as ISO 8601 with microseconds, days as ISO
8601, UUIDs with hyphens, bytes in base64; JSON is the text that the engine keeps. A backup of
SQLite is restored on PostgreSQL, and the other way round.

Left out: sessions (everybody signs in again), the queue (sweeps find what is due), logs.
"""
